import type { TopicPartition } from '../topic-partition.js';

/** A partition, and the id of the topic that it was in when that was looked at last. */
export interface IdentifiedPartition extends TopicPartition {
  topicId: string | undefined;
}

/**
 * Notes which topic each partition is in, and answers those that are in another one by now. A topic that was deleted and
 * made anew has the same name, and once its log is long enough the old place is in it again: nothing but the id tells that
 * what lies before that place was never read.
 *
 * @param ids - by name; a topic of which nothing is known is left as it was
 */
export function inRenewedTopics<P extends IdentifiedPartition>(
  partitions: Iterable<P>,
  ids: ReadonlyMap<string, string>,
): P[] {
  const renewed: P[] = [];
  for (const partition of partitions) {
    const id = ids.get(partition.topic);
    if (id === undefined) continue;
    if (partition.topicId !== undefined && partition.topicId !== id) renewed.push(partition);
    partition.topicId = id;
  }
  return renewed;
}
