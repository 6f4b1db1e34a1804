import type { FleetSnapshot } from '../status/fleet-snapshot.js';

/** Labels of a value, by name. */
export type Labels = Readonly<Record<string, string | number>>;

/** One value of a metric. */
export interface Sample {
  readonly labels?: Labels;
  readonly value: number;
  /** `_bucket`, `_sum` or `_count` of a histogram. */
  readonly suffix?: '_bucket' | '_sum' | '_count';
}

/** A metric: what it is called, what it says, and where it comes from. */
export interface Metric {
  /** By the conventions of Prometheus: base unit and, on a counter, `_total` at the end. */
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  /** What it is, and what to do about it. */
  readonly help: string;
  readonly labels: readonly string[];
  readonly read: (snapshot: FleetSnapshot) => readonly Sample[];
}

/** What every name begins with. */
export const prefix = 'kafka_splunk_consumer_';

/** A metric with one value. */
export function single(
  metric: Pick<Metric, 'name' | 'type' | 'help'>,
  read: (snapshot: FleetSnapshot) => number | undefined,
): Metric {
  return {
    ...metric,
    labels: [],
    read: (snapshot) => {
      const value = read(snapshot);
      return value === undefined ? [] : [{ value }];
    },
  };
}
