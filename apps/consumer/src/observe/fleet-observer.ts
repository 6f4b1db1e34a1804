import type { WorkerStats } from '../ipc/messages.js';
import { deliveryCode } from '../status/delivery-causes.js';
import { DeliveryWatch } from './delivery-watch.js';
import { describeTotals, FleetTotals } from './fleet-totals.js';
import { IdleWatch, type WorkerView } from './idle-watch.js';
import type { Log } from './log.js';
import { mergeDeliveries } from './merge-deliveries.js';
import { describeProgress, type FleetSample, measureProgress } from './progress.js';
import { describeDelivery } from './standstill.js';

/** Options of {@link FleetObserver}. */
export interface FleetObserverOptions {
  readonly log: Log;
  /** Number of workers now: a reload may change it. */
  readonly workers: () => number;
  /** Time between lines of progress, in milliseconds. @defaultValue 10000 */
  readonly progressMs?: number;
  /** See {@link IdleWatch}. @defaultValue 5000 */
  readonly idleSettleMs?: number;
}

/** Gathers what the workers report and tells it: a line of progress at its beat, and each change of state once. */
export class FleetObserver {
  readonly #log: Log;
  readonly #progressMs: number;
  readonly #totals = new FleetTotals();
  readonly #workers: () => number;
  readonly #stats = new Map<number, WorkerStats>();
  readonly #deliveries = new DeliveryWatch();
  readonly #idle: IdleWatch;
  #before: FleetSample | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: FleetObserverOptions) {
    this.#log = options.log;
    this.#progressMs = options.progressMs ?? 10_000;
    this.#idle = new IdleWatch(options.idleSettleMs);
    this.#workers = options.workers;
  }

  /** Begins to write lines of progress. */
  start(): void {
    this.#before = this.#sample();
    this.#timer = setInterval(() => this.#tellProgress(), this.#progressMs);
  }

  /** Ends them, and sums up. */
  stop(): void {
    clearInterval(this.#timer);
    const totals = this.#totals.total;
    this.#log.info({ totals }, describeTotals(totals));
  }

  /** A worker reported. */
  heard(worker: number, stats: WorkerStats): void {
    this.#totals.heard(worker, stats);
    this.#stats.set(worker, stats);
    const now = performance.now();
    this.#tellDeliveries(now);
    this.#tellIdle(now);
  }

  /** A worker's process is gone. */
  gone(worker: number): void {
    this.#totals.gone(worker);
    this.#stats.delete(worker);
  }

  /** Delivered since the program's start, as far as the workers told. */
  get deliveredEvents(): number {
    return this.#totals.total.deliveredEvents;
  }

  #tellProgress(): void {
    const after = this.#sample();
    const progress = measureProgress(this.#before ?? after, after);
    this.#before = after;
    const { totals, ...fields } = progress;
    this.#log.info({ progress: { ...totals, ...fields } }, describeProgress(progress));
  }

  #tellDeliveries(now: number): void {
    const known = [...this.#stats.values()];
    const complete = known.every(({ consumerState }) => consumerState === 'running');
    for (const { kind, delivery } of this.#deliveries.observe(mergeDeliveries(known), complete, now)) {
      if (kind === 'recovered' || kind === 'over') {
        const words = kind === 'recovered' ? 'takes events again' : 'is no longer in trouble';
        const recovered = { ...delivery, state: 'ok' } as const;
        this.#log.warning({ delivery: recovered }, `recovered: ${delivery.name} ${words}`);
      } else {
        // The code is the section of docs/runbook.md.
        this.#log.warning({ delivery, code: deliveryCode(delivery) }, describeDelivery(delivery, Date.now()));
      }
    }
  }

  #tellIdle(now: number): void {
    const idle = this.#idle.observe(this.#views(), now);
    if (idle === undefined) return;
    if (idle.length === 0) {
      this.#log.info({ idleWorkers: idle }, 'every worker has partitions again');
      return;
    }
    this.#log.warning(
      { idleWorkers: idle },
      `worker ${idle.join(', ')} idle: the group has more workers than the topics have partitions. ` +
        'They take over when another one fails; to use them, add partitions',
    );
  }

  #views(): WorkerView[] {
    return Array.from({ length: this.#workers() }, (_, worker) => ({
      worker,
      stats: this.#stats.get(worker),
    }));
  }

  #sample(): FleetSample {
    return { at: performance.now(), now: Date.now(), totals: this.#totals.total, workers: this.#views() };
  }
}
