import type { DelayCounts } from '../delay/delay-buckets.js';
import type { Sample } from './metric.js';

/** Buckets of a histogram as Prometheus has them: each counts what the ones before it count, too. */
export function bucketsOf({ counts, sumMs }: DelayCounts, boundsMs: readonly number[]): Sample[] {
  let below = 0;
  const buckets = counts.map((count, bucket): Sample => {
    below += count;
    const bound = boundsMs[bucket];
    return { suffix: '_bucket', labels: { le: bound === undefined ? '+Inf' : bound / 1000 }, value: below };
  });
  return [...buckets, { suffix: '_sum', value: sumMs / 1000 }, { suffix: '_count', value: below }];
}
