/** First bytes of a frame, as a little-endian number (RFC 8878). */
const MAGIC = 0xfd2fb528;

/** Bytes of the dictionary's number, by the low two bits of the frame's descriptor. */
const DICTIONARY_BYTES = [0, 1, 2, 4] as const;

/**
 * What the first zstd frame in these bytes says that it unpacks to; undefined where it does not say (RFC 8878, 3.1.1.1).
 *
 * @throws RangeError where they do not begin with a frame
 */
export function claimOfZstd(packed: Buffer): number | undefined {
  if (packed.length < 6 || packed.readUInt32LE(0) !== MAGIC) throw new RangeError('it is no zstd frame');
  const descriptor = packed[4] as number;
  const single = (descriptor & 0x20) !== 0;
  const sizeId = descriptor >>> 6;
  const bytes = sizeId === 0 ? (single ? 1 : 0) : 1 << sizeId;
  if (bytes === 0) return undefined;
  const at = 5 + (single ? 0 : 1) + (DICTIONARY_BYTES[descriptor & 3] as number);
  if (bytes > packed.length - at) throw new RangeError('it ends too early');
  if (bytes === 8) return Number(packed.readBigUInt64LE(at));
  return packed.readUIntLE(at, bytes) + (bytes === 2 ? 256 : 0);
}
