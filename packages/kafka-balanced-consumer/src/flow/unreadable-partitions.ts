import { now } from '../clock.js';
import type { EventSink } from '../consumer-event.js';
import type { ConsumerError } from '../errors.js';
import type { PartitionStream } from '../partition-stream.js';
import { plain } from '../topic-partition.js';
import type { FlowControl } from './flow-control.js';

/** The first rest, milliseconds: what a broker refuses it may give a moment later, or another one in its place. */
const FIRST_REST_MS = 1000;

/**
 * Partitions whose next record batch cannot be read, or is refused by the broker: one rests with that cause while the others
 * go on, and is tried again, after twice the time with each try, since the batch may be read from another replica, be mended
 * or expire.
 */
export class UnreadablePartitions {
  readonly #flow: FlowControl;
  readonly #onEvent: EventSink;
  readonly #restMs: number;

  /** @param restMs - the longest that a partition rests between two tries, milliseconds */
  constructor(flow: FlowControl, onEvent: EventSink, restMs: number) {
    this.#flow = flow;
    this.#onEvent = onEvent;
    this.#restMs = restMs;
  }

  /** The records at the partition's position cannot be read. */
  rest(stream: PartitionStream, error: ConsumerError): void {
    const before = stream.unreadable;
    const news = before?.cause !== error.message;
    const restMs = Math.min(this.#restMs, news ? FIRST_REST_MS : before.restMs * 2);
    stream.unreadable = { cause: error.message, restMs, until: now() + restMs, trying: false };
    this.#flow.apply(stream);
    if (news) {
      this.#onEvent({ kind: 'partition-paused', partition: plain(stream), cause: error.message, error });
    }
  }

  /** Records of the partition were read. */
  passed(stream: PartitionStream): void {
    if (stream.unreadable === undefined) return;
    stream.unreadable = undefined;
    this.#flow.apply(stream);
    this.#onEvent({ kind: 'partition-resumed', partition: plain(stream) });
  }

  /** Lets partitions be tried again that have rested; call once a second. */
  probe(streams: Iterable<PartitionStream>): void {
    for (const stream of streams) {
      const { unreadable } = stream;
      if (unreadable === undefined || unreadable.trying || now() < unreadable.until) continue;
      stream.unreadable = { ...unreadable, trying: true };
      this.#flow.apply(stream);
    }
  }
}
