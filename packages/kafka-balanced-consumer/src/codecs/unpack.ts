/** Answers a buffer of this length, whose bytes are whatever they were. */
export type TakeMemory = (bytes: number) => Buffer;

/**
 * Unpacks the records of one batch, at once: a batch takes about a millisecond, the way to another thread as long. Those
 * that are written here unpack into the memory that they are given, the others into memory of their own.
 */
export type Unpack = (packed: Buffer, memory?: TakeMemory) => Buffer;
