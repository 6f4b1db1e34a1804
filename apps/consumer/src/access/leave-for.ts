import type { Config } from '@kafka-splunk/config';

/** Speaks Kafka. Loaded by itself, so that it takes nothing from the start of the workers. */
const loading = () =>
  Promise.all([import('@kafka-splunk/kafka-balanced-consumer/admin'), import('./kafka-access.js')]);

/**
 * Loads what {@link leaveFor} needs. When a worker has died of a full disk or of too little memory, or the files of the
 * program have just been replaced, is no time to load code.
 */
export async function prepareToLeave(): Promise<void> {
  await loading();
}

/**
 * Takes a member whose process is gone out of its group, over a connection that is opened for it and closed again.
 * Resolves with false where the group does not know it any more.
 *
 * @throws ConsumerError `KBC_ADMIN_FAILED`
 */
export async function leaveFor(kafka: Config['kafka'], memberId: string): Promise<boolean> {
  const [{ removeMember }, { kafkaAccess }] = await loading();
  return await removeMember({ ...kafkaAccess(kafka), groupId: kafka.group, memberId });
}
