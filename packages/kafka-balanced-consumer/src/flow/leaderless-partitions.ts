import type { EventSink } from '../consumer-event.js';
import type { PartitionStream } from '../partition-stream.js';
import { plain } from '../topic-partition.js';
import type { FlowControl } from './flow-control.js';
import { NO_LEADER_CAUSE } from './pause-reasons.js';

/** Partitions that no broker leads: they stand still with that cause, and the others go on. */
export class LeaderlessPartitions {
  readonly #flow: FlowControl;
  readonly #onEvent: EventSink;

  constructor(flow: FlowControl, onEvent: EventSink) {
    this.#flow = flow;
    this.#onEvent = onEvent;
  }

  /** It is known which partitions of a topic are without a leader; the streams are all that are owned of it. */
  known(streams: Iterable<PartitionStream>, without: readonly number[]): void {
    for (const stream of streams) {
      const leaderless = without.includes(stream.partition);
      if (leaderless === stream.leaderless) continue;
      stream.leaderless = leaderless;
      this.#flow.apply(stream);
      const partition = plain(stream);
      if (leaderless) this.#onEvent({ kind: 'partition-paused', partition, cause: NO_LEADER_CAUSE });
      else this.#onEvent({ kind: 'partition-resumed', partition });
    }
  }
}
