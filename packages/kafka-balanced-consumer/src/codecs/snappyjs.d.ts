declare module 'snappyjs' {
  /** Unpacks one block of raw snappy. */
  export function uncompress(packed: Buffer, maxLength?: number): Buffer;
}
