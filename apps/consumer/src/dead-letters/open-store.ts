import type { Config } from '@kafka-splunk/config';
import { type BrokerOptions, createTopicAdmin } from '@kafka-splunk/kafka-balanced-consumer/admin';
import { createRecordProducer } from '@kafka-splunk/kafka-balanced-consumer/producer';
import type { DeadLetterStore } from './dead-letter-store.js';
import { checkDeadLetterTopic, countPartitions } from './dead-letter-topic.js';
import { deadLetterPath, FileStore } from './file-store.js';
import { TopicStore } from './topic-store.js';

/**
 * Opens the place that the config names for dead letters: the topic, or the file of this writer.
 *
 * @throws `SetupError` `SETUP_DEAD_LETTERS` or `SETUP_DEAD_LETTER_TOPIC` where it cannot be written to
 */
export async function openDeadLetterStore(
  { deadLetters, kafka }: Pick<Config, 'deadLetters' | 'kafka'>,
  writer: number | 'replay',
  brokers: BrokerOptions,
  onWarning: (message: string) => void,
): Promise<DeadLetterStore> {
  const { topic, directory } = deadLetters;
  const path = deadLetterPath(directory, kafka.group, writer);
  if (topic === undefined) return await FileStore.open(path);
  await checkDeadLetterTopic(topic, brokers, onWarning);
  return new TopicStore({
    topic,
    producer: createRecordProducer({ ...brokers, onWarning }),
    partitions: async () => {
      const admin = createTopicAdmin(brokers);
      return await countPartitions(topic, admin).finally(() => admin.close());
    },
    // Opened with the first dead letter that is too large: who has a topic may have no disk.
    overflow: new FileStore(path),
    onWarning,
  });
}
