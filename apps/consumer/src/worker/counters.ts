import type { SkippedReason } from './pump.js';

/** What a worker has done since it started. Each number is counted where the thing happens. */
export class Counters {
  deliveredEvents = 0;
  deliveredBytes = 0;
  tombstones = 0;
  empty = 0;
  /** Dead letters that are on the disk. */
  deadLettered = 0;
  /** Events that Splunk took a second or further time, because it had not acknowledged them. */
  resent = 0;
  /** Events that Splunk took and never acknowledged, and that Kafka had no more when they were to be read again. */
  unconfirmed = 0;

  /** Splunk took these events. */
  delivered(events: number, bytes: number): void {
    this.deliveredEvents += events;
    this.deliveredBytes += bytes;
  }

  /** Splunk took these events once more. */
  sentAgain(events: number): void {
    this.resent += events;
  }

  /** These records are never sent, by policy. */
  skipped(reason: SkippedReason, records: number): void {
    if (reason === 'tombstone') this.tombstones += records;
    else this.empty += records;
  }
}
