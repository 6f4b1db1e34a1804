import { gzipSync } from 'node:zlib';
import { crc32c } from '@node-rs/crc32';
import type { RecordPiece } from '../src/records/record-piece.js';
import { piecesOf, type RecordSet } from '../src/records/record-set.js';
import { type RecordFields, writeRecord } from '../src/records/record-writer.js';

/** A record as a test writes it down. */
export interface RecordSpec {
  readonly key?: Buffer | null;
  readonly value: Buffer | null;
  readonly headers?: readonly (readonly [string, Buffer | null])[];
}

/** A record batch as a test writes it down; records have the offsets and timestamps that follow from their place. */
export interface BatchSpec {
  readonly records: readonly RecordSpec[];
  readonly baseOffset?: number;
  readonly timestamp?: number;
  /** Offset delta of each record; 0, 1, 2 … where not given. */
  readonly deltas?: readonly number[];
  /** Defaults to the last record's. */
  readonly lastDelta?: number;
  readonly gzip?: boolean;
  /** Another codec, by its number, and how it packs. */
  readonly codec?: { readonly id: number; readonly pack: (bytes: Buffer) => Buffer };
  readonly producerId?: number;
  /** Bits to be set in the attributes. */
  readonly attributes?: number;
  readonly maxTimestamp?: number;
}

export const TRANSACTIONAL = 0x10;
export const CONTROL = 0x20;
export const APPEND_TIME = 0x08;

function fieldsOf({ key = null, value, headers = [] }: RecordSpec): RecordFields {
  return { key, value, headers: headers.map(([name, content]) => ({ key: name, value: content })) };
}

/** Lays a record batch out as Kafka does, its checksum included. */
export function batchBytes(spec: BatchSpec): Buffer {
  const { records, baseOffset = 0, timestamp = 1000, gzip = false, producerId = -1, attributes = 0 } = spec;
  const deltas = spec.deltas ?? records.map((_, i) => i);
  const body = Buffer.concat(
    records.map((record, i) => writeRecord(fieldsOf(record), i, deltas[i] as number).bytes),
  );
  const codec = gzip ? { id: 1, pack: (plain: Buffer): Buffer => gzipSync(plain) } : spec.codec;
  const packed = codec === undefined ? body : codec.pack(body);
  const bytes = Buffer.alloc(61 + packed.length);
  bytes.writeBigInt64BE(BigInt(baseOffset), 0);
  bytes.writeInt32BE(bytes.length - 12, 8);
  bytes.writeInt8(2, 16);
  bytes.writeInt16BE(attributes | (codec?.id ?? 0), 21);
  bytes.writeInt32BE(spec.lastDelta ?? deltas.at(-1) ?? 0, 23);
  bytes.writeBigInt64BE(BigInt(timestamp), 27);
  bytes.writeBigInt64BE(BigInt(spec.maxTimestamp ?? timestamp + records.length), 35);
  bytes.writeBigInt64BE(BigInt(producerId), 43);
  bytes.writeInt32BE(records.length, 57);
  packed.copy(bytes, 61);
  return sealed(bytes);
}

/** Writes the checksum that fits the bytes. */
export function sealed(batch: Buffer): Buffer {
  batch.writeUInt32BE(crc32c(batch.subarray(21)), 17);
  return batch;
}

/** Record batches in one piece of memory of their own, as one fetch would bring them. */
export function recordSet(batches: readonly Buffer[], memoryBytes = 0): RecordSet {
  const length = batches.reduce((sum, batch) => sum + batch.length, 0);
  const memory = Buffer.allocUnsafeSlow(Math.max(length, memoryBytes));
  let at = 0;
  for (const batch of batches) at += batch.copy(memory, at);
  return {
    topic: 't',
    partition: 0,
    bytes: memory.subarray(0, length),
    aborted: [],
    highWatermark: 1_000_000,
  };
}

/** All pieces of a record set. */
export function pieces(set: RecordSet, position = 0): RecordPiece[] {
  return [...piecesOf(set, position)];
}
