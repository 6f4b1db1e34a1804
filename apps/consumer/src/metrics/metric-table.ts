import { deliveryMetrics } from './delivery-metrics.js';
import type { Metric } from './metric.js';
import { partitionMetrics } from './partition-metrics.js';
import { processMetrics } from './process-metrics.js';
import { requestMetrics } from './request-metrics.js';

/** Every metric, in the order of `docs/metrics.md`. */
export const metricTable: readonly { readonly title: string; readonly metrics: readonly Metric[] }[] = [
  { title: 'Delivery', metrics: deliveryMetrics },
  { title: 'Requests', metrics: requestMetrics },
  { title: 'Partitions', metrics: partitionMetrics },
  { title: 'Processes', metrics: processMetrics },
];
