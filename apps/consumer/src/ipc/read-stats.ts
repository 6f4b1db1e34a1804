import type { ConsumerState, DeliveryStats, PartitionStats, WorkerStats } from './messages.js';
import {
  type Fields,
  readCount,
  readList,
  readNumber,
  readObject,
  readOptional,
  readText,
  readWord,
} from './read-fields.js';

const consumerStates: readonly ConsumerState[] = ['connecting', 'joining', 'running', 'draining', 'stopped'];

/** Checks the statistics of a worker field by field. */
export function readWorkerStats(from: Fields): WorkerStats {
  const skipped = readObject(from.skipped, 'skipped');
  const heldBytes = readObject(from.heldBytes, 'heldBytes');
  return {
    deliveredEvents: readCount(from, 'deliveredEvents'),
    deliveredBytes: readCount(from, 'deliveredBytes'),
    skipped: { tombstones: readCount(skipped, 'tombstones'), empty: readCount(skipped, 'empty') },
    deadLettered: readCount(from, 'deadLettered'),
    resentEvents: readCount(from, 'resentEvents'),
    duplicatesPossible: readCount(from, 'duplicatesPossible'),
    unconfirmedEvents: readOptional(from, 'unconfirmedEvents', readCount),
    awaitingAck: readOptional(from, 'awaitingAck', readCount),
    heldBytes: { consumer: readCount(heldBytes, 'consumer'), client: readCount(heldBytes, 'client') },
    partitions: readList(from, 'partitions', readPartition),
    states: readList(from, 'states', readDelivery),
    memberId: readOptional(from, 'memberId', readText),
    consumerState: readWord(from, 'consumerState', consumerStates),
  };
}

function readPartition(from: Fields): PartitionStats {
  return {
    topic: readText(from, 'topic'),
    partition: readCount(from, 'partition'),
    // -1 is Kafka's "none yet", so these two may be negative.
    settledOffset: readNumber(from, 'settledOffset'),
    highWatermark: readOptional(from, 'highWatermark', readNumber),
    lag: readOptional(from, 'lag', readCount),
    inFlight: readCount(from, 'inFlight'),
    oldestUnsettledTimestamp: readOptional(from, 'oldestUnsettledTimestamp', readNumber),
    pauseCause: readOptional(from, 'pauseCause', readText),
  };
}

function readDelivery(from: Fields): DeliveryStats {
  return {
    name: readText(from, 'name'),
    scope: readWord(from, 'scope', ['endpoint', 'destination']),
    state: readWord(from, 'state', ['ok', 'backing-off', 'paused']),
    cause: readOptional(from, 'cause', readText),
    since: readCount(from, 'since'),
    until: readOptional(from, 'until', readCount),
    failures: readCount(from, 'failures'),
  };
}
