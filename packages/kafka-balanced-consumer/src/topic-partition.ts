/** A partition of a topic. */
export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** Name of a partition as text, for maps: topic names hold no `/`. */
export function partitionKey(of: TopicPartition): string {
  return `${of.topic}/${of.partition}`;
}

/** Partitions by topic, as Kafka's protocol and kafkajs write them. */
export function byTopic(partitions: Iterable<TopicPartition>): Map<string, number[]> {
  const topics = new Map<string, number[]>();
  for (const { topic, partition } of partitions) {
    const list = topics.get(topic);
    if (list === undefined) topics.set(topic, [partition]);
    else list.push(partition);
  }
  return topics;
}

/** Topic and partition alone, of something that is more than that. */
export function plain({ topic, partition }: TopicPartition): TopicPartition {
  return { topic, partition };
}
