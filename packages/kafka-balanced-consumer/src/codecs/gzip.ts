import { gunzipSync } from 'node:zlib';
import { MOST_UNPACKED } from './limits.js';

/** Longest output buffer that is made on the word of the packed bytes, 64 MiB. */
const MOST_AT_ONCE = 64 * 1024 * 1024;

/**
 * Unpacks gzip. Its last four bytes tell the unpacked size (RFC 1952), and with an output buffer of that size zlib
 * needs one step instead of one for each 16 KiB. The size is a hint only: where it is wrong, zlib takes more steps.
 */
export function unpackGzip(packed: Buffer): Buffer {
  const told = packed.length >= 18 ? packed.readUInt32LE(packed.length - 4) : 0;
  const chunkSize = Math.min(MOST_AT_ONCE, Math.max(1024, told + 64));
  return gunzipSync(packed, { chunkSize, maxOutputLength: MOST_UNPACKED });
}
