import { ColumnsBuilder } from './columns.js';
import type { RecordPiece } from './record-piece.js';
import { type RecordFields, writeRecord } from './record-writer.js';

type HeaderValue = Buffer | string | null | undefined;

/** One record as the Kafka client decodes it on the plain path. */
export interface FetchedMessage {
  readonly offset: string;
  readonly timestamp: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers?: Readonly<Record<string, HeaderValue | HeaderValue[]>>;
}

/** Records of one partition, in order, as they came from one fetch on the plain path. */
export interface FetchedMessages {
  readonly topic: string;
  readonly partition: number;
  readonly messages: readonly FetchedMessage[];
  /** Offset that follows the last of them, offsets without a record included. */
  readonly endOffset: number;
}

/**
 * Takes the client's messages over by a copy: the bytes are laid out anew as records of message format 2, so that
 * there is one way to read them. Records before `position` are left out: they were handed on before.
 */
export function* piecesOfMessages(fetched: FetchedMessages, position: number): Generator<RecordPiece, void> {
  const { topic, partition, endOffset } = fetched;
  const messages = fetched.messages.filter(({ offset }) => Number(offset) >= position);
  if (messages.length === 0) {
    yield { kind: 'passed', endOffset };
    return;
  }
  const columns = new ColumnsBuilder(messages.length);
  const parts: Buffer[] = [];
  let at = 0;
  for (const message of messages) {
    const { bytes, valueStart, valueEnd } = writeRecord(fieldsOf(message));
    const place = valueStart < 0 ? ([-1, -1] as const) : ([at + valueStart, at + valueEnd] as const);
    columns.add(Number(message.offset), Number(message.timestamp), at, ...place);
    parts.push(bytes);
    at += bytes.length;
  }
  const buffer = Buffer.concat(parts, at);
  yield { kind: 'records', content: { topic, partition, endOffset, buffer, columns: columns.build() } };
}

/** The client groups headers by key: the order among different keys is kept, that of keys that recur is lost. */
function fieldsOf({ key, value, headers = {} }: FetchedMessage): RecordFields {
  const list = Object.entries(headers).flatMap(([name, content]) =>
    (Array.isArray(content) ? content : [content]).map((one) => ({
      key: name,
      value: one === null || one === undefined ? null : Buffer.from(one as Buffer),
    })),
  );
  return { key, value, headers: list };
}
