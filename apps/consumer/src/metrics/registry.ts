import { type Metric as PromMetric, Registry } from 'prom-client';
import type { Hide } from '../observe/redact.js';
import type { FleetSnapshot } from '../status/fleet-snapshot.js';
import type { Labels, Metric } from './metric.js';
import { metricTable } from './metric-table.js';

/** Labels whose values come from outside. All others, and all names, are ours: a secret of `kafka` must not change them. */
const foreignLabels: ReadonlySet<string> = new Set(['endpoint', 'group', 'topic']);

/** The metrics of the program, as prom-client writes them. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #take: () => FleetSnapshot;
  readonly #hide: Hide;
  #snapshot: FleetSnapshot | undefined;

  /**
   * @param snapshot - where all of them come from; taken once per scrape, so that they fit together
   * @param hide - takes known secrets out of what came from outside
   */
  constructor(snapshot: () => FleetSnapshot, hide: Hide) {
    this.#take = snapshot;
    this.#hide = hide;
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
            labels: this.#hidden(labels),
            value,
            ...(suffix === undefined ? {} : { metricName: `${name}${suffix}` }),
          }),
        ),
      }),
    } as unknown as PromMetric;
  }

  #hidden(labels: Labels = {}): Labels {
    return Object.fromEntries(
      Object.entries(labels).map(([name, value]) => [
        name,
        typeof value === 'string' && foreignLabels.has(name) ? this.#hide(value) : value,
      ]),
    );
  }
}
