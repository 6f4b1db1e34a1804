import {
  createRangeReader,
  type OffsetRange,
  type RangeReader,
  type RangeReaderOptions,
  type RecordBatch,
  type RecordSlice,
  sliceOf,
} from '@kafka-splunk/kafka-balanced-consumer/range-reader';
import type { Rejection } from '../dead-letters/dead-letter.js';
import { Course, type Stretch } from './course.js';
import { Pace } from './pace.js';

/** Options of {@link RangeReplay}. */
export interface RangeReplayOptions {
  readonly ranges: readonly OffsetRange[];
  /** Records a second. @defaultValue as many as go */
  readonly rate?: number;
  /** How to reach the brokers, and the production group: it is not touched. */
  readonly reader: Omit<RangeReaderOptions, 'ranges' | 'onRecords'>;
  /** Sends records; each is told to {@link RangeReplay.done} or {@link RangeReplay.rejected}. */
  readonly send: (records: RecordBatch) => void;
  /** Sets a record aside; it is told to {@link RangeReplay.done} once that is durable. */
  readonly setAside: (records: RecordBatch, index: number, rejection: Rejection) => void;
}

/** What became of a replay. */
export interface RangeReplayEnd {
  /** Nothing of the ranges is left. */
  readonly complete: boolean;
  /** What is left, where it was stopped. */
  readonly left: readonly OffsetRange[];
}

interface Waiting {
  readonly batch: RecordBatch;
  next: number;
  readonly to: number;
}

/** A portion is never larger: the smaller, the less is repeated when a replay is killed. */
const PORTION = 1000;

/**
 * Sends ranges of offsets once more: reader → pace → sender → outcome → reader. The reader fetches no more than it may
 * hold, so a slow Splunk, or a low rate, holds it up.
 */
export class RangeReplay {
  readonly #options: RangeReplayOptions;
  readonly #reader: RangeReader;
  readonly #course: Course;
  readonly #pace: Pace;
  readonly #waiting: Waiting[] = [];
  readonly #stretches = new WeakMap<RecordBatch, Stretch>();
  #records = 0;
  #refused = 0;
  #open = 0;
  #onIdle: () => void = () => {};
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(options: RangeReplayOptions) {
    this.#options = options;
    this.#pace = new Pace(options.rate);
    this.#course = new Course(options.ranges);
    this.#reader = createRangeReader({
      ...options.reader,
      ranges: options.ranges,
      onRecords: (batch, from, to) => {
        batch.retain();
        this.#waiting.push({ batch, next: from, to });
        this.#pass();
      },
    });
  }

  /** How far it has come: offsets behind it and in all, records sent, and of those the ones that were refused. */
  get progress(): { done: number; total: number; records: number; refused: number } {
    const { done, total } = this.#course;
    return { done, total, records: this.#records, refused: this.#refused };
  }

  /**
   * Reads and sends all; resolves when each record has its outcome, or after {@link RangeReplay.stop}.
   *
   * @throws ConsumerError as the range reader does
   */
  async run(): Promise<RangeReplayEnd> {
    const { complete } = await this.#reader.run();
    return { complete, left: complete ? [] : this.#course.left() };
  }

  /** Hands nothing more on; what is on its way still gets its outcome. */
  hold(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    for (const { batch } of this.#waiting.splice(0)) batch.release();
  }

  /** Resolves when everything that was handed on has its outcome, or when the signal aborts. */
  async idle(signal: AbortSignal): Promise<void> {
    if (this.#open === 0 || signal.aborted) return;
    await new Promise<void>((resolve) => {
      this.#onIdle = resolve;
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }

  /** Leaves. What has no outcome by now is left. */
  async stop(): Promise<void> {
    this.hold();
    await this.#reader.stop();
  }

  /** Splunk has these records, or they are set aside for good. */
  done(records: RecordBatch, from: number, to: number): void {
    const { whole, first } = records as RecordSlice;
    const stretch = this.#stretches.get(records);
    if (stretch === undefined) return;
    this.#records += to - from;
    this.#course.settle(records, stretch, to - from);
    this.#reader.settle(whole, first + from, first + to);
    this.#open -= to - from;
    if (this.#open === 0) this.#onIdle();
  }

  /** Splunk will not take this record. */
  rejected(records: RecordBatch, index: number, rejection: Rejection): void {
    this.#refused++;
    this.#options.setAside(records, index, rejection);
  }

  /** Hands on as many records as may pass now. */
  #pass(): void {
    while (!this.#stopped && this.#timer === undefined) {
      const head = this.#waiting[0];
      if (head === undefined) return;
      const count = this.#pace.take(Math.min(PORTION, head.to - head.next));
      if (count === 0) {
        this.#timer = setTimeout(() => {
          this.#timer = undefined;
          this.#pass();
        }, this.#pace.waitMs);
        return;
      }
      this.#hand(sliceOf(head.batch, head.next, head.next + count));
      head.next += count;
      if (head.next < head.to) continue;
      this.#waiting.shift();
      head.batch.release();
    }
  }

  #hand(slice: RecordSlice): void {
    const end = slice.offset(slice.count - 1) + 1;
    this.#stretches.set(slice, this.#course.hand(slice, slice.offset(0), end, slice.count));
    this.#open += slice.count;
    this.#options.send(slice);
  }
}
