import { createRequire } from 'node:module';
import { crc32 } from '@node-rs/crc32';

const require = createRequire(import.meta.url);

/** A message as kafkajs's encoder takes it. */
export interface OldEntry {
  readonly key: string | Buffer | null;
  readonly value: string | Buffer | null;
  readonly timestamp?: number;
  /** Codec of what is packed in the value. */
  readonly compression?: number;
}

const encode = require('kafkajs/src/protocol/messageSet') as (spec: {
  messageVersion: number;
  compression: number;
  entries: readonly OldEntry[];
}) => { readonly buffer: Buffer };

/** Messages of format 0 or 1 as kafkajs writes them, with the offsets that a broker gives them from `first` on. */
export function oldMessages(format: 0 | 1, entries: readonly OldEntry[], first = 0): Buffer {
  const { buffer } = encode({ messageVersion: format, compression: 0, entries });
  const set = Buffer.from(buffer);
  let offset = BigInt(first);
  for (let at = 0; at < set.length; at += 12 + set.readInt32BE(at + 8)) set.writeBigInt64BE(offset++, at);
  return set;
}

/** Makes the checksums fit, as far as there are messages. */
export function sealedMessages(set: Buffer): Buffer {
  for (let at = 0; set.length - at >= 26; ) {
    const end = at + 12 + set.readInt32BE(at + 8);
    if (end <= at + 16 || end > set.length) break;
    set.writeUInt32BE(crc32(set.subarray(at + 16, end)), at + 12);
    at = end;
  }
  return set;
}
