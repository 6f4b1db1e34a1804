import { DelayHistogram, type Timestamps } from '../delay/delay-histogram.js';
import { type DelaySpan, timestampsOf } from '../delay/delay-spans.js';
import type { WorkerStats } from '../ipc/messages.js';
import { DeadLetterTally } from './dead-letter-tally.js';
import type { SkippedReason } from './route/skip-rules.js';

/** What a worker has done since it started. Each number is counted where the thing happens. */
export class Counters {
  deliveredEvents = 0;
  deliveredBytes = 0;
  tombstones = 0;
  empty = 0;
  /** Events that Splunk took a second or further time, because it had not acknowledged them. */
  resent = 0;
  /** Events that Splunk took and never acknowledged, and that Kafka had no more when they were to be read again. */
  unconfirmed = 0;
  /** Dead letters that are durable. */
  readonly deadLetters: DeadLetterTally = new DeadLetterTally();
  readonly #accepted = new DelayHistogram();
  readonly #acked = new DelayHistogram();

  /** Splunk took these events. */
  delivered(events: number, bytes: number): void {
    this.deliveredEvents += events;
    this.deliveredBytes += bytes;
  }

  /** Splunk took these events once more. */
  sentAgain(events: number): void {
    this.resent += events;
  }

  /** These records are in Splunk's hands (`accepted`), or indexed (`acked`), as of now. */
  arrived(stage: 'accepted' | 'acked', records: Timestamps, from: number, to: number): void {
    const histogram = stage === 'accepted' ? this.#accepted : this.#acked;
    histogram.count(records, from, to, Date.now());
  }

  /** The same for records that were let go. */
  arrivedSpan(stage: 'accepted' | 'acked', span: DelaySpan): void {
    this.arrived(stage, timestampsOf(span), 0, span.events);
  }

  /** How long events took since their records were written. */
  delays(): WorkerStats['delays'] {
    return { accepted: this.#accepted.snapshot(), acked: this.#acked.snapshot() };
  }

  /** These records are never sent, by policy. */
  skipped(reason: SkippedReason, records: number): void {
    if (reason === 'tombstone') this.tombstones += records;
    else this.empty += records;
  }
}
