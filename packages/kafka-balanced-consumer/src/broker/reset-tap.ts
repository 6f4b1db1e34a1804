import type { Broker, Cluster } from 'kafkajs';
import type { TopicPartition } from '../topic-partition.js';
import { unexpected } from './client-internals.js';

type CommitRequest = Parameters<Broker['offsetCommit']>[0];

/**
 * Keeps kafkajs 2.2.4 from committing by itself. When a broker does not have the offset that is to be fetched, kafkajs
 * commits −2 for that partition, whatever `autoCommit` says, and forgets where it was (consumer/offsetManager/index.js,
 * `setDefaultOffset`). The group then has no offset any more, and who stops before the next commit has lost the place:
 *
 * 1. With `latest` the group stands at 1500 of a quiet topic; retention has deleted all up to its end, 2000.
 * 2. The member starts, is told "out of range", and −2 is committed. There is nothing to read, so nothing to commit; it stops.
 * 3. 100 records are written, and it starts again: no commit, so it begins at the end, 2100, and skips them in silence.
 *
 * That one commit stays here, and is the word that an offset is out of range; kafkajs waits for the answer before it
 * fetches again, and begins where it was told to seek meanwhile, else at the group's commit. Brokers come from
 * `cluster.findBroker` alone, so they are wrapped there, on the one cluster of this one consumer.
 *
 * @throws ConsumerError `KBC_INTERNALS` where kafkajs is not as expected
 */
export function tapResets(cluster: Cluster, outOfRange: (partition: TopicPartition) => Promise<void>): void {
  if (typeof cluster?.findBroker !== 'function') throw unexpected('cluster.findBroker');
  const find = cluster.findBroker.bind(cluster);
  const tapped = new WeakSet<Broker>();
  cluster.findBroker = async (node) => {
    const broker = await find(node);
    if (!tapped.has(broker)) {
      tapped.add(broker);
      tap(broker, outOfRange);
    }
    return broker;
  };
}

function tap(broker: Broker, outOfRange: (partition: TopicPartition) => Promise<void>): void {
  if (typeof broker.offsetCommit !== 'function') throw unexpected('broker.offsetCommit');
  const commit = broker.offsetCommit.bind(broker);
  broker.offsetCommit = async (request) => {
    const reset = resetIn(request);
    return reset === undefined ? commit(request) : outOfRange(reset);
  };
}

/** The partition that is about to lose its offset; undefined for every other commit. */
function resetIn({ topics }: CommitRequest): TopicPartition | undefined {
  for (const { topic, partitions } of topics)
    for (const { partition, offset } of partitions) if (Number(offset) < 0) return { topic, partition };
  return undefined;
}
