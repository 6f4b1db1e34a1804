import type { SkippedReason } from './route/skip-rules.js';

/** What a worker has done since it started. Each number is counted where the thing happens. */
export class Counters {
  deliveredEvents = 0;
  deliveredBytes = 0;
  tombstones = 0;
  empty = 0;
  /** Dead letters that are on the disk. */
  deadLettered = 0;

  /** Splunk took these events. */
  delivered(events: number, bytes: number): void {
    this.deliveredEvents += events;
    this.deliveredBytes += bytes;
  }

  /** These records are never sent, by policy. */
  skipped(reason: SkippedReason, records: number): void {
    if (reason === 'tombstone') this.tombstones += records;
    else this.empty += records;
  }
}
