import { codecName, loadedCodec } from '../codecs/codec.js';
import type { TakeMemory } from '../codecs/unpack.js';
import { ConsumerError, messageOf } from '../errors.js';
import type { TopicPartition } from '../topic-partition.js';
import { type AbortedTransaction, AbortedTransactions } from './aborted-transactions.js';
import { type BatchFrame, checkCrc, FRAME_BYTES, readFrame } from './batch-frame.js';
import { ColumnsBuilder } from './columns.js';
import { Cursor } from './cursor.js';
import type { RecordPiece } from './record-piece.js';
import { checkCount, mostRecords, walkRecords } from './record-walk.js';

/** Record batches of one partition, as one fetch answered them. */
export interface RecordSet {
  readonly topic: string;
  readonly partition: number;
  /** One record batch after the other; the last may be cut off. */
  readonly bytes: Buffer;
  readonly aborted: readonly AbortedTransaction[];
  readonly highWatermark: number;
}

/**
 * How far behind the partition's end an offset may lie. The end is looked up before the records are, so a little is
 * right; very much is a flipped bit in a base offset, which no checksum covers, and would skip all that lies between.
 */
const FARTHEST_AHEAD = 100_000_000;

/**
 * Reads a record set, one stretch after the other: record batches that are not packed lie in one piece of memory and
 * make one stretch, each packed one is unpacked when its turn comes. Records before `position` are left out.
 *
 * What cannot be read ends the reading where it begins; everything before it is handed on. Nothing throws.
 *
 * @param memory - for what is unpacked. @defaultValue fresh memory
 */
export function* piecesOf(
  set: RecordSet,
  position: number,
  memory?: TakeMemory,
): Generator<RecordPiece, void> {
  const { bytes } = set;
  const aborted = new AbortedTransactions(set.aborted);
  let next = position;
  let behind = 0;
  let at = 0;
  while (at < bytes.length) {
    const reading = new Stretch({ set, aborted, memory }, next, behind);
    at = reading.from(at);
    const { endOffset, builder, buffer, fault } = reading;
    if (builder !== undefined && builder.count > 0) {
      const { topic, partition } = set;
      const content = { topic, partition, endOffset, buffer, columns: builder.build() };
      yield { kind: 'records', content };
    } else if (endOffset > next) yield { kind: 'passed', endOffset };
    next = endOffset;
    behind = reading.behind;
    if (fault !== undefined) {
      yield { kind: 'unreadable', error: unreadableBatch(set, fault.offset, fault.cause) };
      return;
    }
    if (reading.cutOff) return;
  }
}

interface Fault {
  readonly offset: number;
  readonly cause: unknown;
}

/** What all stretches of a set are read from. */
interface Source {
  readonly set: RecordSet;
  readonly aborted: AbortedTransactions;
  readonly memory: TakeMemory | undefined;
}

/** The reading of one stretch: one packed batch, or a run of batches that are not packed. */
class Stretch {
  readonly #set: RecordSet;
  readonly #aborted: AbortedTransactions;
  readonly #memory: TakeMemory | undefined;
  readonly #position: number;
  builder: ColumnsBuilder | undefined;
  endOffset: number;
  /** The memory that the records lie in, from the first one on. */
  buffer: Buffer = Buffer.alloc(0);
  fault: Fault | undefined;
  cutOff = false;
  /** Where the next batch may begin at the earliest: behind the last one, wanted or not. */
  behind: number;
  /** The batch behind those of this stretch, as far as it was looked at. */
  #following: BatchFrame | undefined;

  constructor({ set, aborted, memory }: Source, position: number, behind: number) {
    this.#set = set;
    this.#aborted = aborted;
    this.#memory = memory;
    this.#position = position;
    this.endOffset = position;
    this.behind = behind;
  }

  /** Reads from `start` on and answers where the next stretch begins. */
  from(start: number): number {
    const { bytes } = this.#set;
    const frames: BatchFrame[] = [];
    let at = start;
    try {
      for (let frame = readFrame(bytes, at); ; frame = readFrame(bytes, at)) {
        if (frame === undefined) {
          this.cutOff = true;
          if (at === 0) throw new RangeError('no whole record batch came');
          break;
        }
        if (frames.length > 0 && (frame.codec !== 0 || frames[0]?.codec !== 0)) {
          this.#following = frame;
          break;
        }
        frames.push(frame);
        at = frame.end;
        if (at === bytes.length) break;
      }
    } catch (cause) {
      this.fault = { offset: (frames.at(-1)?.lastOffset ?? this.#position - 1) + 1, cause };
    }
    this.#read(frames);
    return at;
  }

  #read(frames: readonly BatchFrame[]): void {
    for (const [i, frame] of frames.entries()) {
      const misplaced = this.#misplaced(frame, frames[i + 1] ?? this.#following);
      if (misplaced !== undefined) {
        this.fault = { offset: this.endOffset, cause: new RangeError(misplaced) };
        return;
      }
      this.behind = frame.lastOffset + 1;
      const before = this.builder?.count ?? 0;
      try {
        this.#readBatch(frame, frames);
        this.endOffset = Math.max(this.endOffset, frame.lastOffset + 1);
      } catch (cause) {
        this.builder?.truncate(before);
        this.fault = { offset: frame.baseOffset, cause };
        return;
      }
    }
  }

  /**
   * Why the offset of a batch cannot be right. No checksum covers it, and with a flipped bit the batch would pass for
   * one that was read long ago, or for one behind many that were never seen. Of two that overlap, the first is to be
   * trusted where it begins at the place that is read next.
   */
  #misplaced({ baseOffset, lastOffset }: BatchFrame, following: BatchFrame | undefined): string | undefined {
    if (baseOffset < this.behind)
      return `its offset ${baseOffset} lies before the end of the batch before it`;
    if (baseOffset > this.endOffset && following !== undefined && following.baseOffset <= lastOffset)
      return `its offset ${baseOffset} lies not before the batch behind it`;
    if (lastOffset <= Math.max(this.#set.highWatermark, 0) + FARTHEST_AHEAD) return undefined;
    return `its offset ${lastOffset} lies far behind the end of the partition`;
  }

  #readBatch(frame: BatchFrame, run: readonly BatchFrame[]): void {
    const { bytes } = this.#set;
    const isBehind = frame.lastOffset < this.endOffset;
    // Not a marker, though, while there are aborted transactions: one that lies before the place where the reading begins
    // ends a transaction, and what its producer wrote next would pass for aborted.
    if (isBehind && (!frame.control || this.#aborted.none)) return;
    checkCrc(bytes, frame);
    const begin = frame.start + FRAME_BYTES;
    if (frame.control) {
      if (!this.#aborted.none && isAbortMarker(new Cursor(bytes, begin, frame.end)))
        this.#aborted.ended(frame);
      return;
    }
    if (this.#aborted.covers(frame)) return;
    if (frame.codec === 0) {
      checkCount(frame.count, frame.end - begin);
      this.builder ??= new ColumnsBuilder(roomFor(run));
      this.#walk(new Cursor(bytes, begin, frame.end), frame);
    } else {
      const unpacked = unpack(frame.codec, bytes.subarray(begin, frame.end), this.#memory);
      checkCount(frame.count, unpacked.length);
      this.builder = new ColumnsBuilder(frame.count);
      this.#walk(new Cursor(unpacked, 0, unpacked.length), frame);
    }
  }

  #walk(cursor: Cursor, frame: BatchFrame): void {
    const builder = this.builder as ColumnsBuilder;
    walkRecords(cursor, frame, this.endOffset, builder);
    if (builder.count > 0) this.buffer = cursor.bytes.subarray(builder.origin, cursor.end);
  }
}

/** How many records there can be, whatever the batches claim: their checksums are not looked at yet. */
function roomFor(run: readonly BatchFrame[]): number {
  return run.reduce(
    (sum, { start, end, count }) => sum + Math.max(0, Math.min(count, mostRecords(end - start))),
    0,
  );
}

/** A marker's key is its version and its type, two bytes each; type 0 aborts (Kafka's `ControlRecordType`). */
function isAbortMarker(cursor: Cursor): boolean {
  cursor.varint();
  cursor.at++;
  cursor.varlong();
  cursor.varint();
  const length = cursor.skipField();
  return length >= 4 && cursor.bytes.readInt16BE(cursor.at - length + 2) === 0;
}

function unpack(codec: number, packed: Buffer, memory: TakeMemory | undefined): Buffer {
  const name = codecName(codec);
  if (name === undefined) throw new RangeError(`it is packed with codec ${codec}, which is not known`);
  const run = loadedCodec(name);
  if (run === undefined) throw new RangeError(`it is packed with ${name}, which is not loaded`);
  try {
    return run(packed, memory);
  } catch (error) {
    throw new RangeError(
      `its ${packed.length} bytes, packed with ${name}, cannot be unpacked: ${messageOf(error)}`,
    );
  }
}

/** The error for a record batch that cannot be read. */
export function unreadableBatch(at: TopicPartition, offset: number, cause: unknown): ConsumerError {
  return new ConsumerError(
    'KBC_UNREADABLE_BATCH',
    `the record batch at offset ${offset} of ${at.topic}/${at.partition} cannot be read: ${messageOf(cause)}`,
    { cause },
  );
}
