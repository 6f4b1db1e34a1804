import type { ClientSnapshot } from '@kafka-splunk/hec-client';
import type { ConsumerSnapshot } from '@kafka-splunk/kafka-balanced-consumer';
import type { WorkerStats } from '../ipc/messages.js';
import type { Counters } from './counters.js';

/** Puts together where a worker stands; every number comes from where it is counted. */
export function workerStats(
  counters: Counters,
  client: ClientSnapshot,
  consumer: ConsumerSnapshot,
): WorkerStats {
  return {
    deliveredEvents: counters.deliveredEvents,
    deliveredBytes: counters.deliveredBytes,
    skipped: { tombstones: counters.tombstones, empty: counters.empty },
    deadLettered: counters.deadLettered,
    resentEvents: client.counts.resentEvents + counters.resent,
    duplicatesPossible: client.counts.duplicatesPossible + counters.resent,
    unconfirmedEvents: counters.unconfirmed,
    awaitingAck: client.awaitingAck,
    heldBytes: { consumer: consumer.heldBytes, client: client.heldBytes },
    partitions: consumer.partitions,
    states: client.states,
    memberId: consumer.memberId,
    consumerState: consumer.state,
  };
}
