import { addDelays, noDelays } from '../delay/delay-buckets.js';
import type { WorkerStats } from '../ipc/messages.js';
import { CarriedSum } from '../observe/carried-sum.js';
import type { FleetEvents } from '../observe/fleet-events.js';
import { FleetTotals } from '../observe/fleet-totals.js';
import { addRequests, noRequests, type RequestCounts } from '../requests/request-counts.js';
import type { PlaceView } from '../supervisor/place-view.js';
import type { FleetSnapshot, ProgramFacts, StageDelays, WorkerMoment } from './fleet-snapshot.js';
import { History } from './history.js';
import type { HistoryReport } from './history-report.js';
import { PartitionWatch } from './partition-watch.js';
import { RateWindow } from './rate-window.js';
import { RecentDeadLetters } from './recent-dead-letters.js';
import { RecentDelays } from './recent-delays.js';

/** Where the board looks things up that nobody tells it. */
export interface StatusSources {
  /** By the config in force. */
  readonly facts: () => ProgramFacts;
  /** The supervisor's places. */
  readonly places: () => readonly PlaceView[];
}

interface Heard {
  readonly stats: WorkerStats;
  readonly stateSince: number;
}

const BEAT_MS = 1000;

/** Remembers what the workers report, as far as somebody may want to see it. */
export class StatusBoard implements FleetEvents {
  readonly #sources: StatusSources;
  readonly #totals = new FleetTotals();
  readonly #delays = new CarriedSum<StageDelays>({ accepted: noDelays, acked: noDelays }, addStages);
  readonly #reasons = new CarriedSum<ReadonlyMap<string, number>>(new Map(), addReasons);
  readonly #requests = new CarriedSum<RequestCounts>(noRequests, addRequests);
  readonly #cpu = new CarriedSum<number>(0, (one, other) => one + other);
  readonly #heard = new Map<number, Heard>();
  readonly #partitions = new PartitionWatch();
  readonly #deadLetters = new RecentDeadLetters();
  readonly #rates = new RateWindow(10_000);
  readonly #recentDelays = new RecentDelays(60_000, 5000);
  readonly #history = new History(Date.now());
  #everJoined = false;
  #deliveredAt = performance.now();
  #timer: NodeJS.Timeout | undefined;

  constructor(sources: StatusSources) {
    this.#sources = sources;
  }

  /** Begins to note rates and history. */
  start(): void {
    this.#beat();
    this.#timer = setInterval(() => this.#beat(), BEAT_MS);
  }

  /** Ends that. */
  stop(): void {
    clearInterval(this.#timer);
  }

  /** A worker reported. */
  heard(worker: number, stats: WorkerStats): void {
    const [at, now] = [performance.now(), Date.now()];
    const delivered = this.#totals.of(worker).deliveredEvents;
    this.#totals.heard(worker, stats);
    if (this.#totals.of(worker).deliveredEvents > delivered) this.#deliveredAt = at;
    this.#delays.heard(worker, stats.delays);
    this.#reasons.heard(
      worker,
      new Map(stats.deadLetters.byReason.map(({ reason, count }) => [reason, count])),
    );
    this.#requests.heard(worker, stats.requests);
    this.#cpu.heard(worker, stats.process.cpuSeconds);
    const before = this.#heard.get(worker);
    const same = before?.stats.consumerState === stats.consumerState;
    this.#heard.set(worker, { stats, stateSince: same ? before.stateSince : now });
    this.#partitions.heard(worker, stats.partitions, at, now);
    this.#deadLetters.heard(worker, stats.deadLetters.recent);
    if (stats.consumerState === 'running') this.#everJoined = true;
  }

  /** A worker's process is gone. */
  gone(worker: number): void {
    const counted = [this.#totals, this.#delays, this.#reasons, this.#requests, this.#cpu];
    for (const each of counted) each.gone(worker);
    this.#heard.delete(worker);
    this.#partitions.gone(worker);
    this.#deadLetters.gone(worker);
  }

  /** All that is known now. */
  snapshot(): FleetSnapshot {
    const at = performance.now();
    const { user, system } = process.cpuUsage();
    const delays = this.#delays.total;
    const places = this.#sources.places();
    return {
      now: Date.now(),
      facts: this.#sources.facts(),
      draining: places.every(({ state }) => state === 'draining'),
      everJoined: this.#everJoined,
      totals: this.#totals.total,
      requests: this.#requests.total,
      reasons: this.#reasons.total,
      rates: { eventsPerSecond: this.#rates.rate('events'), bytesPerSecond: this.#rates.rate('bytes') },
      deliveredAgoMs: at - this.#deliveredAt,
      delays,
      recentDelays: this.#recentDelays.until(delays),
      workers: places.map((place) => this.#moment(place)),
      partitions: this.#partitions.moments(at),
      recentDeadLetters: this.#deadLetters.list,
      own: { residentBytes: process.memoryUsage.rss(), cpuSeconds: (user + system) / 1e6 },
    };
  }

  /** The last hour. */
  history(): HistoryReport {
    return this.#history.report();
  }

  #moment(place: PlaceView): WorkerMoment {
    const { worker } = place;
    const heard = this.#heard.get(worker);
    return {
      place,
      stats: heard?.stats,
      stateSince: heard?.stateSince,
      eventsPerSecond: this.#rates.rate(`worker ${worker}`),
      cpuSeconds: this.#cpu.of(worker),
    };
  }

  #beat(): void {
    const at = performance.now();
    const { deliveredEvents, deliveredBytes } = this.#totals.total;
    const perWorker = this.#sources
      .places()
      .map(({ worker }): [string, number] => [`worker ${worker}`, this.#totals.of(worker).deliveredEvents]);
    this.#rates.note(at, new Map([['events', deliveredEvents], ['bytes', deliveredBytes], ...perWorker]));
    const delays = this.#delays.total;
    this.#recentDelays.note(at, delays);
    this.#history.note({ now: Date.now(), deliveredEvents, lag: this.#lag(at), delays });
  }

  #lag(at: number): number | undefined {
    const lags = this.#partitions.moments(at).map(({ stats }) => stats.lag);
    const known = lags.filter((lag) => lag !== undefined);
    return known.length === 0 ? undefined : known.reduce((sum, lag) => sum + lag, 0);
  }
}

function addStages(one: StageDelays, other: StageDelays): StageDelays {
  return { accepted: addDelays(one.accepted, other.accepted), acked: addDelays(one.acked, other.acked) };
}

function addReasons(
  one: ReadonlyMap<string, number>,
  other: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  const sum = new Map(one);
  for (const [reason, count] of other) sum.set(reason, (sum.get(reason) ?? 0) + count);
  return sum;
}
