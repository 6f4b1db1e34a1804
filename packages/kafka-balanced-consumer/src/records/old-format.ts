import { crc32 } from '@node-rs/crc32';
import { codecName, loadCodec } from '../codecs/codec.js';
import { messageOf } from '../errors.js';
import { readInt64 } from './batch-frame.js';

/** A message of format 0 or 1. */
export interface OldMessage {
  readonly offset: string;
  /** Milliseconds since the epoch; -1 in format 0, which has none. */
  readonly timestamp: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
}

/** Offset and size of a message stand before it. */
const HEAD_BYTES = 12;
/** CRC, magic, attributes, and the lengths of key and value. */
const SMALLEST = 14;
const CODEC_BITS = 0x07;
const APPEND_TIME = 0x08;

/** Packed messages that one message may hold. Each becomes an object: a bomb would fill the heap with them. */
const MOST_INSIDE = 1_000_000;

interface Entry extends OldMessage {
  readonly magic: number;
  readonly attributes: number;
}

/**
 * Reads messages of the formats 0 and 1 (Kafka documentation, "Old Message Format"), packed ones unpacked. A message
 * that is cut off at the end is left for the next fetch, and so is what cannot be read behind what can: the next fetch
 * begins with it.
 *
 * @throws RangeError where not even the first can be read
 */
export async function readOldFormat(set: Buffer): Promise<readonly OldMessage[]> {
  const messages: OldMessage[] = [];
  try {
    for (const entry of entriesOf(set)) {
      if ((entry.attributes & CODEC_BITS) === 0) messages.push(entry);
      // One by one: as arguments of a call, so many would not fit on the stack.
      else for (const inside of await unpacked(entry)) messages.push(inside);
    }
  } catch (error) {
    if (messages.length === 0) throw error;
  }
  if (messages.length === 0) throw new RangeError('no whole message came');
  return messages;
}

async function unpacked(wrapper: Entry): Promise<readonly OldMessage[]> {
  const name = codecName(wrapper.attributes & CODEC_BITS);
  if (name === undefined || wrapper.value === null) throw new RangeError('it is packed in an unknown way');
  const unpack = await loadCodec(name);
  let bytes: Buffer;
  try {
    bytes = unpack(wrapper.value);
  } catch (error) {
    throw new RangeError(`it is packed with ${name}, and cannot be unpacked: ${messageOf(error)}`);
  }
  const inside: Entry[] = [];
  for (const entry of entriesOf(bytes)) {
    if ((entry.attributes & CODEC_BITS) !== 0) throw new RangeError('it is packed twice');
    if (inside.length === MOST_INSIDE) throw new RangeError(`it holds more than ${MOST_INSIDE} messages`);
    inside.push(entry);
  }
  const last = inside.at(-1);
  if (last === undefined) throw new RangeError('it is packed, and empty');
  if (wrapper.magic === 0) return inside;
  // From format 1 on those inside count from 0, and the one around them has the offset of the last.
  const base = Number(wrapper.offset) - Number(last.offset);
  const stamped = (wrapper.attributes & APPEND_TIME) !== 0;
  return inside.map((entry) => ({
    ...entry,
    offset: String(base + Number(entry.offset)),
    timestamp: stamped ? wrapper.timestamp : entry.timestamp,
  }));
}

function* entriesOf(set: Buffer): Generator<Entry, void> {
  let previous = -1;
  for (let at = 0; set.length - at >= HEAD_BYTES + SMALLEST; ) {
    const size = set.readInt32BE(at + 8);
    if (size < SMALLEST) throw new RangeError('its length is impossible');
    const end = at + HEAD_BYTES + size;
    if (end > set.length) return;
    const entry = entryAt(set, at, end);
    // Behind messages of these formats there may be record batches: the next fetch begins with them.
    if (entry === undefined) return;
    if (Number(entry.offset) <= previous) throw new RangeError('its offsets are out of order');
    previous = Number(entry.offset);
    yield entry;
    at = end;
  }
}

/** Reads the message in `[at, end)`; undefined where it is none of these formats. */
function entryAt(set: Buffer, at: number, end: number): Entry | undefined {
  const crcAt = at + HEAD_BYTES;
  const magic = set.readInt8(crcAt + 4);
  if (magic === 2) return undefined;
  if (crc32(set.subarray(crcAt + 4, end)) !== set.readUInt32BE(crcAt)) {
    throw new RangeError('its checksum does not match: the bytes have changed since it was written');
  }
  if (magic !== 0 && magic !== 1) throw new RangeError(`its message format is ${magic}`);
  const keyAt = crcAt + (magic === 0 ? 6 : 14);
  const key = fieldAt(set, keyAt, end);
  const valueAt = keyAt + 4 + (key?.length ?? 0);
  const value = fieldAt(set, valueAt, end);
  if (valueAt + 4 + (value?.length ?? 0) !== end) throw new RangeError('it is longer than it says');
  return {
    magic,
    attributes: set.readUInt8(crcAt + 5),
    offset: String(readInt64(set, at)),
    timestamp: String(magic === 0 ? -1 : readInt64(set, crcAt + 6)),
    key,
    value,
  };
}

/** A field with its length in front, as a view; null for -1. */
function fieldAt(set: Buffer, at: number, end: number): Buffer | null {
  if (at + 4 > end) throw new RangeError('it ends in the middle of a message');
  const length = set.readInt32BE(at);
  if (length < -1 || length > end - at - 4) throw new RangeError('a field in it ends behind it');
  return length === -1 ? null : set.subarray(at + 4, at + 4 + length);
}
