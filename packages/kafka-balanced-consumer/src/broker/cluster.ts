import type { Cluster } from 'kafkajs';
import { ConsumerError } from '../errors.js';
import type { BrokerOptions } from '../options.js';
import { guardAnswers } from './answer-guard.js';
import { kafkaClient } from './kafka-client.js';
import { bearWithoutLeaders } from './leader-watch.js';

/**
 * A connection to the cluster for single requests that kafkajs has no name for. kafkajs shows its cluster to assigners
 * only; a consumer that is never run opens no connection of its own.
 *
 * @throws ConsumerError `KBC_INTERNALS` with another version of kafkajs
 */
export function clusterOf(options: BrokerOptions, retries: number): Cluster {
  let found: Cluster | undefined;
  const client = kafkaClient(options, { warning: () => {} }, { retries });
  client.consumer({
    groupId: 'none',
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
  guardAnswers(found, () => {});
  bearWithoutLeaders(found);
  return found;
}
