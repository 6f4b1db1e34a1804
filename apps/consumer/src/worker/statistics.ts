import type { ClientSnapshot } from '@kafka-splunk/hec-client';
import type { ConsumerSnapshot, TopicPartition } from '@kafka-splunk/kafka-balanced-consumer';
import type { WorkerStats } from '../ipc/messages.js';
import type { Counters } from './counters.js';
import type { LastTroubles } from './last-troubles.js';
import type { RequestTally } from './request-tally.js';

/** Where the numbers of a worker are counted. */
export interface StatisticsSources {
  readonly counters: Counters;
  readonly troubles: LastTroubles;
  readonly requests: RequestTally;
  readonly client: ClientSnapshot;
  readonly consumer: ConsumerSnapshot;
  /** Label of the destination that a partition's last records went to. */
  readonly destinationOf: (partition: TopicPartition) => string | undefined;
  /** Whether events are done with at their acknowledgement only. */
  readonly acknowledgement: boolean;
}

/** Puts together where a worker stands; every number comes from where it is counted. */
export function workerStats(sources: StatisticsSources): WorkerStats {
  const { counters, troubles, requests, client, consumer, destinationOf, acknowledgement } = sources;
  const { user, system } = process.cpuUsage();
  return {
    deliveredEvents: counters.deliveredEvents,
    deliveredBytes: counters.deliveredBytes,
    skipped: { tombstones: counters.tombstones, empty: counters.empty },
    resentEvents: client.counts.resentEvents + counters.resent,
    duplicatesPossible: client.counts.duplicatesPossible + counters.resent,
    unconfirmedEvents: counters.unconfirmed,
    deadLettered: counters.deadLetters.total,
    deadLetters: counters.deadLetters.snapshot(),
    acknowledgedEvents: acknowledgement ? client.counts.acknowledgedEvents : undefined,
    delays: counters.delays(),
    requests: requests.snapshot(),
    process: { residentBytes: process.memoryUsage.rss(), cpuSeconds: (user + system) / 1e6 },
    awaitingAck: client.awaitingAck,
    heldBytes: { consumer: consumer.heldBytes, client: client.heldBytes },
    partitions: consumer.partitions.map((partition) => ({
      ...partition,
      destination: destinationOf(partition),
    })),
    states: client.states.map((state) => ({ ...state, lastError: troubles.of(state) })),
    memberId: consumer.memberId,
    consumerState: consumer.state,
    kafkaTrouble: consumer.state === 'connecting' ? troubles.kafka : undefined,
  };
}
