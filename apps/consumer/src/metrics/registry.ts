import { type Metric as PromMetric, Registry } from 'prom-client';
import type { FleetSnapshot } from '../status/fleet-snapshot.js';
import type { Metric } from './metric.js';
import { metricTable } from './metric-table.js';

/** The metrics of the program, as prom-client writes them. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #take: () => FleetSnapshot;
  #snapshot: FleetSnapshot | undefined;

  /** @param snapshot - where all of them come from; taken once per scrape, so that they fit together */
  constructor(snapshot: () => FleetSnapshot) {
    this.#take = snapshot;
    for (const metric of metricTable.flatMap(({ metrics }) => metrics)) {
      this.#registry.registerMetric(this.#adapt(metric));
    }
  }

  /** The text of a scrape. */
  async scrape(): Promise<{ type: string; text: string }> {
    this.#snapshot = this.#take();
    return { type: this.#registry.contentType, text: await this.#registry.metrics() };
  }

  /**
   * Our counters are counted elsewhere, and read: prom-client's own classes count by themselves. Its registry asks a
   * metric for nothing but its name and `get()`, which its types do not say.
   */
  #adapt({ name, type, help, read }: Metric): PromMetric {
    return {
      name,
      get: async () => ({
        name,
        type,
        help,
        aggregator: 'sum',
        values: (this.#snapshot === undefined ? [] : read(this.#snapshot)).map(
          ({ labels, value, suffix }) => ({
            labels: labels ?? {},
            value,
            ...(suffix === undefined ? {} : { metricName: `${name}${suffix}` }),
          }),
        ),
      }),
    } as unknown as PromMetric;
  }
}
