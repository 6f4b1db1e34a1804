import type { Sample } from './metric.js';

/** A histogram as it is counted: one number per bucket and one for what lies beyond, and the sum. */
export interface Counted {
  readonly counts: readonly number[];
  readonly sumMs: number;
}

/** Buckets of a histogram as Prometheus has them: each counts what the ones before it count, too. */
export function bucketsOf({ counts, sumMs }: Counted, boundsMs: readonly number[]): Sample[] {
  let below = 0;
  const buckets = counts.map((count, bucket): Sample => {
    below += count;
    const bound = boundsMs[bucket];
    return { suffix: '_bucket', labels: { le: bound === undefined ? '+Inf' : bound / 1000 }, value: below };
  });
  return [...buckets, { suffix: '_sum', value: sumMs / 1000 }, { suffix: '_count', value: below }];
}
