import type { Cluster } from 'kafkajs';
import { ConsumerError } from '../errors.js';
import type { BrokerOptions } from '../options.js';
import { kafkaClient } from './kafka-client.js';

/**
 * kafkajs's cluster, for requests that its clients do not offer. It shows it to assigners only; a consumer that is never
 * run opens no connection of its own. Connect it, and disconnect it in the end.
 *
 * @throws ConsumerError `KBC_INTERNALS`
 */
export function bareCluster(options: BrokerOptions, groupId: string, retries: number): Cluster {
  let found: Cluster | undefined;
  kafkaClient(options, { warning: () => {} }, { retries }).consumer({
    groupId,
    allowAutoTopicCreation: false,
    partitionAssigners: [
      ({ cluster }) => {
        found = cluster;
        return {
          name: 'none',
          version: 0,
          assign: async () => [],
          protocol: () => ({ name: 'none', metadata: Buffer.alloc(0) }),
        };
      },
    ],
  });
  if (typeof found?.findGroupCoordinator !== 'function') {
    throw new ConsumerError(
      'KBC_INTERNALS',
      'kafkajs shows assigners no cluster: this package works with kafkajs 2.2.4 only, install that version',
    );
  }
  return found;
}
