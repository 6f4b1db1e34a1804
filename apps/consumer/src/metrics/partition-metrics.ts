import { type Metric, prefix, single } from './metric.js';

/** Where the partitions of this program stand. One series per partition that it has, never of others. */
export const partitionMetrics: readonly Metric[] = [
  {
    name: `${prefix}lag_records`,
    type: 'gauge',
    help: 'Records between the settled offset and the end of the partition. Missing while the end is not known. When it only rises, add workers or partitions, or look at Splunk.',
    labels: ['topic', 'partition'],
    read: ({ partitions }) =>
      partitions.flatMap(({ stats: { topic, partition, lag } }) =>
        lag === undefined ? [] : [{ labels: { topic, partition }, value: lag }],
      ),
  },
  {
    name: `${prefix}settled_offset`,
    type: 'gauge',
    help: 'Every record before this offset is settled. Missing while it is not known.',
    labels: ['topic', 'partition'],
    read: ({ partitions }) =>
      partitions.flatMap(({ stats: { topic, partition, settledOffset } }) =>
        settledOffset < 0 ? [] : [{ labels: { topic, partition }, value: settledOffset }],
      ),
  },
  {
    name: `${prefix}in_flight_records`,
    type: 'gauge',
    help: 'Records that were read and are not settled.',
    labels: ['topic', 'partition'],
    read: ({ partitions }) =>
      partitions.map(({ stats: { topic, partition, inFlight } }) => ({
        labels: { topic, partition },
        value: inFlight,
      })),
  },
  {
    name: `${prefix}partition_paused`,
    type: 'gauge',
    help: '1 while the partition is not fetched. The status page names the cause; waiting for memory is ordinary flow control.',
    labels: ['topic', 'partition'],
    read: ({ partitions }) =>
      partitions.map(({ stats: { topic, partition, pauseCause } }) => ({
        labels: { topic, partition },
        value: pauseCause === undefined ? 0 : 1,
      })),
  },
  single(
    {
      name: `${prefix}oldest_unsettled_age_seconds`,
      type: 'gauge',
      help: 'Age of the oldest record that was read and is not settled, by its own timestamp; 0 when all is settled. It rises when Splunk does not take what was read. Of a partition that is not read it knows nothing: there lag_records stays up and settled_offset stands.',
    },
    ({ partitions, now }) => {
      const oldest = partitions
        .map(({ stats }) => stats.oldestUnsettledTimestamp ?? -1)
        .filter((timestamp) => timestamp >= 0);
      return oldest.length === 0 ? 0 : Math.max(0, now - Math.min(...oldest)) / 1000;
    },
  ),
  single(
    {
      name: `${prefix}assigned_partitions`,
      type: 'gauge',
      help: 'Partitions that this program has. 0 is a spare: other members of the group have them all.',
    },
    ({ partitions }) => partitions.length,
  ),
];
