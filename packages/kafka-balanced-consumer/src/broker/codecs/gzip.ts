import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

const unpack = promisify(gunzip);

/** Longest output buffer that is made on the word of the packed bytes, 64 MiB. */
const MOST = 64 * 1024 * 1024;

/**
 * Unpacks gzip off the main thread. Its last four bytes tell the unpacked size (RFC 1952), and with an output buffer
 * of that size zlib needs one step instead of one for each 16 KiB. The size is a hint only: where it is wrong, zlib
 * takes more steps.
 */
export function unpackGzip(packed: Buffer): Promise<Buffer> {
  const told = packed.length >= 18 ? packed.readUInt32LE(packed.length - 4) : 0;
  return unpack(packed, { chunkSize: Math.min(MOST, Math.max(1024, told + 64)) });
}
