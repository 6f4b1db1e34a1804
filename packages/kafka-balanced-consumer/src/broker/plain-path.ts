import { createRequire } from 'node:module';
import { registerCodecs } from './codecs/register.js';
import type { ClientMessage } from './fetch-response.js';

/** kafkajs's decoder of the message formats before 2, and the reader it wants (protocol/messageSet/decoder.js). */
type MessageSetDecoder = (reader: object, size: number) => Promise<ClientMessage[]>;
type ReaderClass = new (bytes: Buffer) => object;

const require = createRequire(import.meta.url);

/** Decodes records of an old message format by kafkajs's own means. */
export async function decodeOldFormat(records: Buffer): Promise<readonly ClientMessage[]> {
  registerCodecs();
  const decode = require('kafkajs/src/protocol/messageSet/decoder') as MessageSetDecoder;
  const Reader = require('kafkajs/src/protocol/decoder') as ReaderClass;
  return decode(new Reader(records), records.length);
}
