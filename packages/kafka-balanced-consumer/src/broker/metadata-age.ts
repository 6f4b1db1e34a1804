import type { Cluster } from 'kafkajs';
import { now } from '../clock.js';
import { unexpected } from './client-internals.js';

/** What kafkajs 2.2.4 has on its cluster (cluster/index.js). */
interface ClusterInternals {
  refreshMetadata?: () => Promise<void>;
  refreshMetadataIfNecessary?: () => Promise<void>;
}

/**
 * Has the cluster learn topics, partitions and leaders anew when what it knows is old by our own clock. kafkajs counts by the
 * system's: when that is set back by an hour, it would notice new partitions an hour late.
 *
 * @throws ConsumerError `KBC_INTERNALS` where kafkajs is not as expected
 */
export function refreshByOwnClock(cluster: Cluster, maxAgeMs: number): void {
  const internals = cluster as ClusterInternals;
  const refresh = internals.refreshMetadata?.bind(cluster);
  const refreshIfNecessary = internals.refreshMetadataIfNecessary?.bind(cluster);
  if (refresh === undefined || refreshIfNecessary === undefined) throw unexpected('refresh of metadata');
  let refreshedAt = now();
  internals.refreshMetadata = async () => {
    await refresh();
    refreshedAt = now();
  };
  internals.refreshMetadataIfNecessary = async () => {
    if (now() - refreshedAt > maxAgeMs) await internals.refreshMetadata?.();
    else await refreshIfNecessary();
  };
}
