import type { BatchContent } from './column-batch.js';
import { ABSENT, type Columns } from './columns.js';
import type { RecordHeader } from './record-batch.js';
import { headersEnd } from './record-headers.js';

/** One record as the Kafka client decodes it: views into the memory it was fetched or unpacked into. */
export interface FetchedMessage {
  readonly offset: string;
  readonly timestamp: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers?: Readonly<Record<string, HeaderValue | HeaderValue[]>>;
}

type HeaderValue = Buffer | string | null | undefined;

/** Records of one partition, in order, as they came from one fetch. */
export interface FetchedRecords {
  readonly topic: string;
  readonly partition: number;
  readonly messages: readonly FetchedMessage[];
  /** Offset that follows the last of them, offsets without a record included. */
  readonly endOffset: number;
}

/**
 * Cuts fetched records into batches, one for each run of records that lie in the same piece of memory. Nothing is
 * copied. Records before `position` are left out: they were handed on before.
 */
export function batchesOf(fetched: FetchedRecords, position: number): BatchContent[] {
  const { messages } = fetched;
  const batches: BatchContent[] = [];
  let first = 0;
  while (first < messages.length && Number(messages[first]?.offset) < position) first++;
  while (first < messages.length) {
    const end = endOfRun(messages, first);
    const next = messages[end];
    const endOffset = next === undefined ? fetched.endOffset : Number(next.offset);
    batches.push(contentOf(fetched, first, end, endOffset));
    first = end;
  }
  return batches;
}

function memoryOf(message: FetchedMessage): ArrayBufferLike | undefined {
  return (message.value ?? message.key)?.buffer;
}

/** End of the run of records, from `first` on, that share their memory. One without bytes belongs to any run. */
function endOfRun(messages: readonly FetchedMessage[], first: number): number {
  let memory: ArrayBufferLike | undefined;
  for (let i = first; i < messages.length; i++) {
    const own = memoryOf(messages[i] as FetchedMessage);
    if (own === undefined) continue;
    if (memory === undefined) memory = own;
    else if (own !== memory) return i;
  }
  return messages.length;
}

function hasHeaders(message: FetchedMessage): boolean {
  for (const _ in message.headers) return true;
  return false;
}

/** The stretch of memory that the records `[first, end)` take. */
function regionOf(messages: readonly FetchedMessage[], first: number, end: number): Buffer {
  let memory: ArrayBufferLike | undefined;
  let whole: Buffer | undefined;
  let from = 0;
  let to = 0;
  for (let i = first; i < end; i++) {
    const message = messages[i] as FetchedMessage;
    const head = message.key ?? message.value;
    if (head === null) continue;
    if (memory === undefined) {
      memory = head.buffer;
      from = head.byteOffset;
    }
    const tail = message.value ?? head;
    to = tail.byteOffset + tail.length;
    // Headers follow the value; a null value is one byte, its length of -1.
    if (hasHeaders(message)) {
      whole ??= Buffer.from(memory);
      to = headersEnd(whole, message.value === null ? to + 1 : to);
    }
  }
  return memory === undefined ? Buffer.alloc(0) : Buffer.from(memory, from, to - from);
}

function contentOf(fetched: FetchedRecords, first: number, end: number, endOffset: number): BatchContent {
  const { topic, partition, messages } = fetched;
  const count = end - first;
  const buffer = regionOf(messages, first, end);
  const origin = buffer.byteOffset;
  const offsets = new Float64Array(count);
  const timestamps = new Float64Array(count);
  const valueStarts = new Int32Array(count);
  const valueEnds = new Int32Array(count);
  let keyStarts: Int32Array | undefined;
  let keyEnds: Int32Array | undefined;
  let headerStarts: Int32Array | undefined;
  let strayHeaders: Map<number, RecordHeader[]> | undefined;
  for (let i = 0; i < count; i++) {
    const message = messages[first + i] as FetchedMessage;
    const { key, value } = message;
    offsets[i] = Number(message.offset);
    timestamps[i] = Number(message.timestamp);
    const valueStart = value === null ? ABSENT : value.byteOffset - origin;
    const valueEnd = value === null ? ABSENT : valueStart + value.length;
    valueStarts[i] = valueStart;
    valueEnds[i] = valueEnd;
    let keyEnd = ABSENT;
    if (key !== null) {
      keyStarts ??= new Int32Array(count).fill(ABSENT);
      keyEnds ??= new Int32Array(count).fill(ABSENT);
      keyStarts[i] = key.byteOffset - origin;
      keyEnd = key.byteOffset - origin + key.length;
      keyEnds[i] = keyEnd;
    }
    if (hasHeaders(message)) {
      if (value !== null || key !== null) {
        headerStarts ??= new Int32Array(count).fill(ABSENT);
        headerStarts[i] = value === null ? keyEnd + 1 : valueEnd;
      } else {
        strayHeaders ??= new Map();
        strayHeaders.set(i, copiedHeaders(message));
      }
    }
  }
  const columns: Columns = {
    offsets,
    timestamps,
    valueStarts,
    valueEnds,
    keyStarts,
    keyEnds,
    headerStarts,
  };
  return { topic, partition, endOffset, buffer, columns, strayHeaders };
}

/**
 * Headers from the client's object. It has lost the order of keys that occur twice, which is why it is the last
 * resort: a record with neither key nor value, so that nothing tells where in the fetch it lay.
 */
function copiedHeaders(message: FetchedMessage): RecordHeader[] {
  return Object.entries(message.headers ?? {}).flatMap(([key, value]) =>
    (Array.isArray(value) ? value : [value]).map((one) => ({
      key,
      value: one === null || one === undefined ? null : Buffer.from(one as Buffer),
    })),
  );
}
