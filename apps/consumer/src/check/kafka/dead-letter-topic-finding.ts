import type { Config } from '@kafka-splunk/config';
import { kafkaAccess } from '../../access/kafka-access.js';
import { checkDeadLetterTopic } from '../../dead-letters/dead-letter-topic.js';
import { isSetupError } from '../../setup-error.js';
import { type Finding, failed, ok, warning } from '../finding.js';

/** Whether dead letters could go into their topic: the same look that a worker takes at its start. */
export async function deadLetterTopicFinding(topic: string, kafka: Config['kafka']): Promise<Finding> {
  let unseen: string | undefined;
  try {
    await checkDeadLetterTopic(topic, kafkaAccess(kafka), (message) => {
      unseen = message;
    });
  } catch (error) {
    if (!isSetupError(error)) throw error;
    return failed('kafka.dead-letters', topic, 'CHECK_DEAD_LETTER_TOPIC', error.message);
  }
  if (unseen !== undefined) return warning('kafka.dead-letters', topic, 'CHECK_KAFKA_ASK', unseen);
  return ok('kafka.dead-letters', topic, 'may be written');
}
