import type { Broker, Cluster } from 'kafkajs';

/**
 * Asks one broker after the other, and answers what the first one says: one that is down is no reason to know nothing.
 * Rejects with what the last one failed with.
 */
export async function ofAnyBroker<T>(cluster: Cluster, ask: (broker: Broker) => Promise<T>): Promise<T> {
  let failure: unknown;
  for (const nodeId of cluster.getNodeIds()) {
    try {
      return await ask(await cluster.findBroker({ nodeId: String(nodeId) }));
    } catch (error) {
      failure = error;
    }
  }
  throw failure ?? new Error('no broker is known');
}
