import type { HecEvent } from './hec-event.js';

/** What both kinds of metric events share. */
export interface MetricMetadata extends Omit<HecEvent, 'event' | 'fields'> {
  /** What the measurement belongs to: `{ region: 'eu' }`. */
  readonly dimensions?: Readonly<Record<string, string>>;
}

/** Arguments of {@link singleMetric}. */
export interface SingleMetric extends MetricMetadata {
  readonly name: string;
  readonly value: number;
}

/** Arguments of {@link multiMetric}. */
export interface MultiMetric extends MetricMetadata {
  /** Measurements by name: `{ 'cpu.usr': 11.1, 'cpu.sys': 3 }`. */
  readonly values: Readonly<Record<string, number>>;
}

/** One measurement, in the form that every Splunk with metrics takes (7.0 and later). Goes to a metrics index. */
export function singleMetric({ name, value, dimensions, ...metadata }: SingleMetric): HecEvent {
  return { ...metadata, event: 'metric', fields: { ...dimensions, metric_name: name, _value: value } };
}

/** Several measurements of one moment in one event (Splunk 8.0 and later). Goes to a metrics index. */
export function multiMetric({ values, dimensions, ...metadata }: MultiMetric): HecEvent {
  const measurements = Object.entries(values).map(([name, value]) => [`metric_name:${name}`, value]);
  return { ...metadata, event: 'metric', fields: { ...dimensions, ...Object.fromEntries(measurements) } };
}
