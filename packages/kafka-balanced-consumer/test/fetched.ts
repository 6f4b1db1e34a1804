import type { FetchedMessage, FetchedRecords } from '../src/records/fetched-messages.js';

/** A record to lay out in bytes as Kafka's message format 2 does. */
export interface RecordSpec {
  readonly key?: Buffer | null;
  readonly value: Buffer | null;
  readonly headers?: readonly (readonly [string, Buffer | null])[];
}

function varint(value: number): Buffer {
  let rest = ((value << 1) ^ (value >> 31)) >>> 0;
  const bytes: number[] = [];
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  bytes.push(rest);
  return Buffer.from(bytes);
}

function field(bytes: Buffer | null): Buffer {
  return bytes === null ? varint(-1) : Buffer.concat([varint(bytes.length), bytes]);
}

/** Lays records out in one piece of memory and answers them as the client's decoder would. */
export function fetchedRecords(
  specs: readonly RecordSpec[],
  firstOffset = 0,
  memoryBytes = 0,
): FetchedRecords & { readonly memory: Buffer } {
  const parts: Buffer[] = [];
  let at = 0;
  const places: { keyAt: number; valueAt: number }[] = [];
  const push = (bytes: Buffer) => {
    parts.push(bytes);
    at += bytes.length;
  };
  for (const { key = null, value, headers = [] } of specs) {
    push(Buffer.from([0xff, 0, 0]));
    push(varint(key?.length ?? -1));
    const keyAt = at;
    if (key !== null) push(key);
    push(varint(value?.length ?? -1));
    const valueAt = at;
    if (value !== null) push(value);
    push(varint(headers.length));
    for (const [name, content] of headers) push(Buffer.concat([field(Buffer.from(name)), field(content)]));
    places.push({ keyAt, valueAt });
  }
  const memory = Buffer.alloc(Math.max(at, memoryBytes));
  Buffer.concat(parts).copy(memory);
  const messages = specs.map(({ key = null, value, headers = [] }, i): FetchedMessage => {
    const { keyAt, valueAt } = places[i] as { keyAt: number; valueAt: number };
    return {
      offset: String(firstOffset + i),
      timestamp: String(1000 + i),
      key: key === null ? null : memory.subarray(keyAt, keyAt + key.length),
      value: value === null ? null : memory.subarray(valueAt, valueAt + value.length),
      headers: Object.fromEntries(headers),
    };
  });
  return { topic: 't', partition: 0, messages, endOffset: firstOffset + specs.length, memory };
}
