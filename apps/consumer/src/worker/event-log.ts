import type { DeliveryState } from '@kafka-splunk/hec-client';
import type { ConsumerEvent, RecordBatch, TopicPartition } from '@kafka-splunk/kafka-balanced-consumer';
import { BUDGET_CAUSE } from '@kafka-splunk/kafka-balanced-consumer';
import type { Rejection } from '../dead-letters/dead-letter.js';
import type { Log } from '../observe/log.js';

/** `orders[0,1,5] payments[2]`: short enough for a line. */
export function partitionList(partitions: readonly TopicPartition[]): string {
  const byTopic = new Map<string, number[]>();
  for (const { topic, partition } of partitions)
    byTopic.set(topic, [...(byTopic.get(topic) ?? []), partition]);
  return [...byTopic]
    .map(([topic, numbers]) => `${topic}[${numbers.sort((a, b) => a - b).join(',')}]`)
    .join(' ');
}

function isPowerOfTwo(count: number): boolean {
  return (count & (count - 1)) === 0;
}

/** Says what happened to the group and its partitions: once per change, at the level an operator expects. */
export function logConsumerEvent(log: Log, event: ConsumerEvent): void {
  switch (event.kind) {
    case 'connecting':
      // The first failures, and then ever more seldom: one line says why it stands still, it is not repeated each second.
      if (isPowerOfTwo(event.attempt)) {
        log.error({ attempt: event.attempt }, `cannot reach Kafka, trying again: ${event.error.message}`);
      }
      return;
    case 'joined': {
      const { memberId, generation, gained, lost, kept } = event;
      const owned = partitionList([...kept, ...gained]) || 'no partition';
      log.info(
        { memberId, generation, gained: gained.length, lost: lost.length, kept: kept.length },
        `joined the group: ${owned}`,
      );
      return;
    }
    case 'rebalancing':
      log.info('the group is rebalancing');
      return;
    case 'joining':
      log.debug({ memberId: event.memberId }, 'joining the group');
      return;
    case 'committed':
      log.debug({ partitions: event.partitions }, 'offsets committed');
      return;
    case 'commit-failed':
      // Four times a second for as long as it lasts: told ever more seldom, as above.
      if (isPowerOfTwo(event.failures)) {
        log.warning(
          { err: event.error, failures: event.failures },
          `offsets could not be committed, trying again: ${event.error.message}`,
        );
      }
      return;
    case 'partition-paused':
      // Waiting for memory is flow control; whatever else pauses a partition is for somebody to mend.
      if (event.cause === BUDGET_CAUSE) log.info(event.partition, `fetching pauses: ${event.cause}`);
      else if (event.error === undefined) log.warning(event.partition, `fetching pauses: ${event.cause}`);
      else log.error({ ...event.partition, err: event.error }, `fetching pauses: ${event.cause}`);
      return;
    case 'partition-resumed':
      log.info(event.partition, 'fetching goes on');
      return;
    case 'partition-stalled': {
      const seconds = Math.round(event.forMs / 1000);
      const next = event.cure === 'nudge' ? 'asking for them again' : 'joining the group anew';
      log.warning(event.partition, `there are records to read and none came for ${seconds} s: ${next}`);
      return;
    }
    case 'outcome-dropped':
      log.info(
        { ...event.partition, records: event.records },
        'the partition has moved away before these records were settled: another member will deliver them again',
      );
      return;
    case 'records-gone': {
      const { partition, from, to, records } = event;
      log.error(
        { ...partition, from, to, records },
        `${records} events that Splunk took were never acknowledged, and are no longer in Kafka: whether they are in ` +
          'Splunk is not known, and they cannot be sent again. Keep records longer than hec.ack.timeout',
      );
      return;
    }
    case 'topics-changed': {
      const words = [
        ...(event.added.length > 0 ? [`now read: ${event.added.join(', ')}`] : []),
        ...(event.removed.length > 0 ? [`gone: ${event.removed.join(', ')}`] : []),
      ];
      log.info({ added: event.added, removed: event.removed }, `topics have changed, ${words.join('; ')}`);
      return;
    }
    case 'warning':
      log.warning(event.error === undefined ? {} : { err: event.error }, event.message);
      return;
  }
}

/** A change of state as this worker sees it. The supervisor tells it once for all workers, so here it is for debugging. */
export function logDeliveryState(log: Log, state: DeliveryState): void {
  const { name, scope, cause, until, failures } = state;
  log.debug({ [scope]: name, state: state.state, cause, until, failures }, `${name}: ${state.state}`);
}

/** Names the record that was set aside. */
export function logRejected(
  log: Log,
  batch: RecordBatch,
  index: number,
  reason: Rejection,
  place: string,
): void {
  const { topic, partition } = batch;
  log.error(
    { topic, partition, offset: batch.offset(index), code: reason.code, status: reason.status },
    `one event is set aside in ${place}: ${reason.text}`,
  );
}
