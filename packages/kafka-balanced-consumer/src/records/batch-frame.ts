import { crc32c } from '@node-rs/crc32';

/**
 * The head of a record batch of message format 2 (Kafka documentation, "Record Batch"), at these bytes:
 * base offset 0, length 8, leader epoch 12, magic 16, CRC 17, attributes 21, last offset delta 23, base timestamp 27,
 * largest timestamp 35, producer id 43, producer epoch 51, base sequence 53, count 57, records 61.
 */
export interface BatchFrame {
  /** Where the batch begins and ends in the bytes it was read from. */
  readonly start: number;
  readonly end: number;
  readonly baseOffset: number;
  readonly lastOffset: number;
  /** Number of the codec that packs the records, 0 for none. */
  readonly codec: number;
  readonly transactional: boolean;
  readonly control: boolean;
  readonly producerId: number;
  /** What record timestamps are counted from. */
  readonly baseTimestamp: number;
  /** Set where the broker has stamped the batch: the timestamp of each record. */
  readonly appendTimestamp: number | undefined;
  readonly count: number;
}

/** Bytes of a batch before its records. */
export const FRAME_BYTES = 61;

/** Position of the byte that tells the message format, in all of them. */
export const MAGIC_AT = 16;

/** Bytes before those that `length` counts. */
const LENGTH_FROM = 12;

/** The CRC covers what comes behind it. */
const CRC_AT = 17;
const CRC_FROM = 21;

const CODEC_BITS = 0x07;
const APPEND_TIME = 0x08;
const TRANSACTIONAL = 0x10;
const CONTROL = 0x20;

/**
 * Reads the head of the batch at `start`; undefined where the bytes end before the batch does.
 *
 * @throws RangeError where it cannot be a batch
 */
export function readFrame(bytes: Buffer, start: number): BatchFrame | undefined {
  if (bytes.length - start < FRAME_BYTES) return undefined;
  const end = start + LENGTH_FROM + bytes.readInt32BE(start + 8);
  if (end < start + FRAME_BYTES) throw new RangeError('its length is impossible');
  if (end > bytes.length) return undefined;
  const magic = bytes.readInt8(start + MAGIC_AT);
  if (magic !== 2) throw new RangeError(`its message format is ${magic}, not 2`);
  const baseOffset = readInt64(bytes, start);
  const lastOffsetDelta = bytes.readInt32BE(start + 23);
  if (baseOffset < 0 || lastOffsetDelta < 0) throw new RangeError('its offsets are negative');
  const attributes = bytes.readInt16BE(start + 21);
  return {
    start,
    end,
    baseOffset,
    lastOffset: baseOffset + lastOffsetDelta,
    codec: attributes & CODEC_BITS,
    transactional: (attributes & TRANSACTIONAL) !== 0,
    control: (attributes & CONTROL) !== 0,
    producerId: readInt64(bytes, start + 43),
    baseTimestamp: readInt64(bytes, start + 27),
    appendTimestamp: (attributes & APPEND_TIME) === 0 ? undefined : readInt64(bytes, start + 35),
    count: bytes.readInt32BE(start + 57),
  };
}

/**
 * Compares the checksum.
 *
 * @throws RangeError where it does not match
 */
export function checkCrc(bytes: Buffer, { start, end }: BatchFrame): void {
  const stored = bytes.readUInt32BE(start + CRC_AT);
  if (crc32c(bytes.subarray(start + CRC_FROM, end)) !== stored) {
    throw new RangeError('its checksum does not match: the bytes have changed since it was written');
  }
}

/** Reads a signed 64-bit number; exact up to 2^53. */
export function readInt64(bytes: Buffer, at: number): number {
  return bytes.readInt32BE(at) * 0x1_0000_0000 + bytes.readUInt32BE(at + 4);
}

/** Numbers of the codecs that the batches of a record set are packed with. */
export function codecsIn(bytes: Buffer): ReadonlySet<number> {
  const codecs = new Set<number>();
  for (let at = 0; bytes.length - at >= FRAME_BYTES; ) {
    const length = bytes.readInt32BE(at + 8);
    const codec = bytes.readInt16BE(at + CRC_FROM) & CODEC_BITS;
    if (codec !== 0) codecs.add(codec);
    if (length <= 0) break;
    at += LENGTH_FROM + length;
  }
  return codecs;
}
