import type { CommitSample, LogRecord } from './evidence.js';

/** Where the events are in the topic. One that Kafka was asked to write twice may be there twice. */
export function recordsByNumber(log: readonly LogRecord[]): Map<number, LogRecord[]> {
  const index = new Map<number, LogRecord[]>();
  for (const record of log) {
    const known = index.get(record.number);
    if (known === undefined) index.set(record.number, [record]);
    else known.push(record);
  }
  return index;
}

/** What was surely committed for a partition at a time: the last sample before; 0 where there is none. */
export function committedBefore(commits: readonly CommitSample[]): (partition: number, at: number) => number {
  const byPartition = new Map<number, CommitSample[]>();
  for (const sample of commits) {
    const list = byPartition.get(sample.partition);
    if (list === undefined) byPartition.set(sample.partition, [sample]);
    else list.push(sample);
  }
  return (partition, at) => {
    const samples = byPartition.get(partition) ?? [];
    return samples[countUntil(samples, at) - 1]?.offset ?? 0;
  };
}

/** How many of the samples, which are in the order of time, are not younger. Asked for each repeat and fault of a long run. */
function countUntil(samples: readonly CommitSample[], at: number): number {
  let low = 0;
  let high = samples.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((samples[middle] as CommitSample).at <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
