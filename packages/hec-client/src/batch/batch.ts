import type { Destination } from '../destination.js';
import type { EventHead } from '../wire/event-head.js';

/** One request's worth of events for one destination. `C` is what the caller hangs on it. */
export interface Batch<C> {
  /** Rises by one with each batch of a client. */
  readonly id: number;
  readonly destination: Destination;
  /** The caller's own bookkeeping, made by `newContext` when the batch is opened. */
  readonly context: C;
  /** Events appended so far. */
  readonly events: number;
  /** Bytes of the body so far. */
  readonly bytes: number;
  /**
   * Copies the bytes `[start, end)` in as one event; answers its number in the batch, or -1 when the batch takes no
   * more: then it is sealed already and {@link HecClient.open} gives the next one. The first event of a batch is
   * always taken, whatever its size.
   *
   * On the raw endpoint the bytes go as they are. On the event endpoint they become JSON text; bytes that are not
   * UTF-8 are replaced by U+FFFD as `TextDecoder` does (a byte order mark is kept). An event that Splunk cannot take
   * (no bytes at all; on the event endpoint also nothing but white space) is not sent: its outcome is `rejected`.
   *
   * @param head - metadata of the envelope, event endpoint only
   * @param timeMs - event time in milliseconds since the epoch, event endpoint only; left out of the envelope when it
   * is undefined, negative or not finite, and then Splunk decides
   * @param number - value of the head's number field: a whole number from 0 to 2^53 - 1; 0 where it is left out
   * @throws HecError `HEC_RANGE` when the range is not inside the buffer
   */
  append(
    buffer: Buffer,
    start: number,
    end: number,
    head?: EventHead,
    timeMs?: number,
    number?: number,
  ): number;
  /**
   * As {@link Batch.append}, for bytes that are a JSON value: they become the event as they are, not a text with quotes
   * in it. Event endpoint only. Not checked: what is no valid JSON breaks its envelope, and Splunk refuses blank ones
   * (`null`, `{}`, `[]`, texts of white space).
   *
   * @throws HecError `HEC_RANGE` when the range is not inside the buffer, `HEC_DESTINATION` on the raw endpoint
   */
  appendJson(
    buffer: Buffer,
    start: number,
    end: number,
    head?: EventHead,
    timeMs?: number,
    number?: number,
  ): number;
  /**
   * The same for a whole envelope that is JSON already: the bytes go as they are. Event endpoint only. Not checked:
   * see {@link checkEvent} for what Splunk refuses, or loses in silence.
   *
   * @param ownIndex - whether an index stands in it: then a wrong index is the event's fault, not the request's
   * @throws HecError `HEC_RANGE` when the range is not inside the buffer, `HEC_DESTINATION` on the raw endpoint
   */
  appendEnvelope(buffer: Buffer, start: number, end: number, ownIndex: boolean): number;
}
