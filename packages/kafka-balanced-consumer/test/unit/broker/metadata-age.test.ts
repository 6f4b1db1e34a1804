import { afterEach, expect, jest, test } from '@jest/globals';
import type { Cluster } from 'kafkajs';
import { refreshByOwnClock } from '../../../src/broker/metadata-age.js';

afterEach(() => {
  jest.useRealTimers();
});

test('what is known of the cluster grows old, whatever is done to the system clock', async () => {
  jest.useFakeTimers({ doNotFake: ['Date'] });
  let refreshed = 0;
  const cluster = {
    refreshMetadata: () => Promise.resolve(void refreshed++),
    // kafkajs thinks that all is fresh, for its expiry lies an hour ahead.
    refreshMetadataIfNecessary: () => Promise.resolve(),
  };
  refreshByOwnClock(cluster as unknown as Cluster, 30_000);
  await cluster.refreshMetadataIfNecessary();
  expect(refreshed).toBe(0);
  jest.advanceTimersByTime(30_001);
  await cluster.refreshMetadataIfNecessary();
  await cluster.refreshMetadataIfNecessary();
  expect(refreshed).toBe(1);
});

test('another kafkajs is refused', () => {
  expect(() => refreshByOwnClock({} as Cluster, 1)).toThrow(
    expect.objectContaining({ code: 'KBC_INTERNALS' }) as unknown as Error,
  );
});
