import type { AckOptions } from '../ack-options.js';
import type { ClientSnapshot } from '../delivery-state.js';
import type { Destination, DestinationSpec } from '../destination.js';
import type { HecClientOptions } from '../options.js';
import type { OutcomeRun } from '../outcome.js';
import type { HecEvent, PremadeEnvelope } from '../wire/hec-event.js';

/**
 * What a batcher takes. A text or bytes are one event, on either endpoint. An object is an envelope and goes to the
 * event endpoint only. Bytes must not change before `add` or `send` resolves.
 */
export type BatcherEvent = string | Uint8Array | HecEvent | PremadeEnvelope;

/** What became of one event. */
export type EventOutcome = Omit<OutcomeRun, 'from' | 'to'>;

/** Options of {@link createHecBatcher}: those of the client, and these. */
export interface HecBatcherOptions
  extends Omit<HecClientOptions<unknown>, 'newContext' | 'onOutcome' | 'onTaken' | 'onRoom' | 'ack'> {
  /** Indexer acknowledgement; the batcher holds events until they have it. @defaultValue off */
  readonly ack?: Omit<AckOptions, 'hold'>;
  /** Where events go that name no other destination. @defaultValue the event endpoint, without metadata in the URL */
  readonly destination?: DestinationSpec;
  /** Events of more bytes are refused without being sent. @defaultValue 5242880, Splunk's maxEventSize */
  readonly maxEventBytes?: number;
  /**
   * Told of each event that Splunk, or this package, refused, with the event as it was given. Setting it keeps every
   * event in memory until its outcome is known, beside `maxHeldBytes`.
   */
  readonly onRejected?: (event: BatcherEvent, outcome: EventOutcome) => void;
  /** Closes the batcher at once when it aborts, as `close({ deadlineMs: 0 })` does. */
  readonly signal?: AbortSignal;
}

/** Options of {@link HecBatcher.add} and {@link HecBatcher.send}. */
export interface AddOptions {
  /** Made by {@link HecBatcher.destination}. @defaultValue the batcher's own */
  readonly destination?: Destination;
  /**
   * Ends the waiting. An event that had no room yet is not sent, and the promise rejects with the signal's reason.
   * One that had, stays: `send` then resolves with `unknown`.
   */
  readonly signal?: AbortSignal;
}

/** Options of {@link HecBatcher.close}. */
export interface CloseOptions {
  /** Milliseconds after which nothing more is waited for. @defaultValue 10000 */
  readonly deadlineMs?: number;
}

/** What was left when a batcher closed. All zero when everything had its outcome. */
export interface CloseReport {
  /** Events that may or may not be in Splunk. */
  readonly unknown: number;
  /** Events that waited for room and were never sent. */
  readonly unsent: number;
}

/** Where a batcher stands. */
export interface BatcherSnapshot extends ClientSnapshot {
  /** Events that wait for room. */
  readonly waiting: number;
  /** Events that were refused without being sent, because of their form or size. */
  readonly refusedLocally: number;
}

/** Takes events one by one, sends them in batches, and tells the outcome of each. Made by {@link createHecBatcher}. */
export interface HecBatcher extends AsyncDisposable {
  /**
   * A destination for {@link AddOptions}; the same object for equal specs.
   *
   * @throws HecError `HEC_OPTION` for a kind other than raw or event, or metadata that is not a text
   */
  destination(spec: DestinationSpec): Destination;
  /**
   * Queues an event; resolves when it is queued, at once while there is room. Await it, and memory stays bounded.
   * Events that Splunk would refuse are told to `onRejected` and counted. Rejects with HecError `HEC_CLOSED`.
   */
  add(event: BatcherEvent, options?: AddOptions): Promise<void>;
  /** Queues an event and resolves with its outcome; a rejected event is an outcome too, no error. Rejects as `add`. */
  send(event: BatcherEvent, options?: AddOptions): Promise<EventOutcome>;
  /** Sends what was added so far without waiting for more; resolves when all of it has its outcome. */
  flush(): Promise<void>;
  /**
   * Takes nothing more, sends what is held, and closes. What has no outcome at the deadline becomes `unknown`.
   * Safe to call twice: the first call counts.
   */
  close(options?: CloseOptions): Promise<CloseReport>;
  snapshot(): BatcherSnapshot;
}
