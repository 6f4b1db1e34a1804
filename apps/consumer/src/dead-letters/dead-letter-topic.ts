import {
  type BrokerOptions,
  createTopicAdmin,
  probeTopic,
  type TopicAdmin,
} from '@kafka-splunk/kafka-balanced-consumer/admin';
import { messageOf } from '../message-of.js';
import { SetupError } from '../setup-error.js';

/**
 * Asks, before the first bad event does, whether dead letters can go into this topic. Brokers that are out of reach are
 * no reason to end: records do not come then either.
 *
 * @throws `SetupError` `SETUP_DEAD_LETTER_TOPIC` where they cannot
 */
export async function checkDeadLetterTopic(
  topic: string,
  brokers: BrokerOptions,
  onWarning: (message: string) => void,
): Promise<void> {
  const probe = await probeTopic(brokers, topic).catch(messageOf);
  switch (probe) {
    case 'missing':
      throw refused(
        topic,
        'does not exist, or this login may not see it: create it, or grant DESCRIBE and WRITE',
      );
    case 'denied':
      throw refused(topic, 'may not be written to: grant WRITE on it to the login under kafka.sasl');
    case 'writable':
      return await checkPolicy(topic, brokers);
    default:
      onWarning(`the dead-letter topic ${topic} could not be looked at yet: ${probe}`);
  }
}

/**
 * A compacted topic keeps the last record of each key: dead letters with the same key would replace each other. Where
 * the login may not ask, that is left to who made the topic.
 */
async function checkPolicy(topic: string, brokers: BrokerOptions): Promise<void> {
  const admin = createTopicAdmin(brokers);
  const policy = await admin.topicSetting(topic, 'cleanup.policy').catch(() => undefined);
  await admin.close();
  if (policy?.includes('compact')) {
    throw refused(
      topic,
      'is compacted, and dead letters with the same key would be lost: set its cleanup.policy to delete',
    );
  }
}

/** Number of partitions of the topic. @throws an `Error` where it does not exist, a `ConsumerError` where nobody answers */
export async function countPartitions(
  topic: string,
  admin: Pick<TopicAdmin, 'topicPartitions'>,
): Promise<number> {
  const count = await admin.topicPartitions(topic);
  if (count === undefined) throw new Error(`the topic ${topic} does not exist; create it`);
  return count;
}

function refused(topic: string, what: string): SetupError {
  return new SetupError('SETUP_DEAD_LETTER_TOPIC', `the dead-letter topic ${topic} ${what}`);
}
