import { ConsumerError, messageOf } from '../errors.js';
import type { BrokerOptions } from '../options.js';
import { clusterOf } from './cluster.js';
import { chainOf } from './failure.js';
import { refusedLogin } from './login.js';

/** Whether records can be written to a topic. */
export type TopicProbe = 'writable' | 'missing' | 'denied';

/** No topic has a partition of this number. */
const NO_PARTITION = 2 ** 31 - 1;

/** What a broker says of a topic that is not there, or that this login may not see. */
const MISSING = ['UNKNOWN_TOPIC_OR_PARTITION', 'INVALID_TOPIC_EXCEPTION'];

/**
 * Asks whether records could be written to a topic, without writing one: a broker checks the right on the topic before
 * it looks for the partition, so a record for a partition that no topic has is answered with one or the other. Asks
 * once; it does not create the topic.
 *
 * @throws ConsumerError `KBC_ADMIN_FAILED` where the brokers cannot be asked
 */
export async function probeTopic(options: BrokerOptions, topic: string): Promise<TopicProbe> {
  const cluster = clusterOf(options, 0);
  let known = false;
  try {
    await cluster.connect();
    await cluster.addTargetTopic(topic);
    const partition = cluster.findTopicPartitionMetadata(topic)[0];
    if (partition === undefined) return 'missing';
    known = true;
    const broker = await cluster.findBroker({ nodeId: String(partition.leader) });
    const messages = [{ value: null }];
    await broker.produce({
      acks: -1,
      timeout: 5000,
      topicData: [{ topic, partitions: [{ partition: NO_PARTITION, messages }] }],
    });
    return 'writable';
  } catch (error) {
    const types = chainOf(error).map(({ type }) => String(type));
    if (types.includes('TOPIC_AUTHORIZATION_FAILED')) return 'denied';
    if (types.some((type) => MISSING.includes(type))) return known ? 'writable' : 'missing';
    const reason = messageOf(refusedLogin(options.sasl, error) ?? error);
    throw new ConsumerError('KBC_ADMIN_FAILED', `could not ask about topic ${topic}: ${reason}`, {
      cause: error,
    });
  } finally {
    await cluster.disconnect().catch(() => {});
  }
}
