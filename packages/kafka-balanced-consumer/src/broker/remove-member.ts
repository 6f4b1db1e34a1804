import type { Broker } from 'kafkajs';
import { ConsumerError, messageOf } from '../errors.js';
import type { BrokerOptions } from '../options.js';
import { clusterOf } from './cluster.js';
import { chainOf } from './failure.js';
import { refusedLogin } from './login.js';

/** Whom to take out of which group. */
export interface RemoveMemberOptions extends BrokerOptions {
  readonly groupId: string;
  /** As told by the `joined` event or the snapshot of the member. */
  readonly memberId: string;
}

interface LeavingBroker extends Broker {
  leaveGroup(request: { groupId: string; memberId: string }): Promise<unknown>;
}

/**
 * Takes a member out of its group whose process is gone. The others get its partitions with the next heartbeat, and do
 * not wait for the session timeout (30 s) first. Only for members that are dead for sure: a living one would go on
 * until its next heartbeat, and both would deliver the same records.
 *
 * It needs READ on the group.
 *
 * @returns false where the group does not know the member (any more)
 * @throws ConsumerError `KBC_ADMIN_FAILED`
 */
export async function removeMember(options: RemoveMemberOptions): Promise<boolean> {
  const { groupId, memberId } = options;
  const cluster = clusterOf(options, 5);
  try {
    await cluster.connect();
    const coordinator = (await cluster.findGroupCoordinator({ groupId })) as LeavingBroker;
    await coordinator.leaveGroup({ groupId, memberId });
    return true;
  } catch (error) {
    if (chainOf(error).some(({ type }) => type === 'UNKNOWN_MEMBER_ID')) return false;
    const reason = messageOf(refusedLogin(options.sasl, error) ?? error);
    const words = `could not take member ${memberId} out of group ${groupId}: ${reason}`;
    throw new ConsumerError('KBC_ADMIN_FAILED', words, { cause: error });
  } finally {
    await cluster.disconnect().catch(() => {});
  }
}
