import { now } from '../clock.js';
import type { Health } from './health.js';
import { Limiter } from './limiter.js';

/** How long 404 passes for a rolling restart (Splunk before 9.1 answers so) before it is a wrong URL. */
const NOT_FOUND_MS = 5 * 60_000;

/** What an endpoint knows of a lane: whether a failure may be the fault of its destination, and how to have it wait. */
export interface Accusable {
  readonly health: Health;
  epoch: number;
  blame: 'none' | 'suspect' | 'accused';
}

/** What an endpoint remembers of a request it was sent. */
export interface Ticket {
  readonly epoch: number;
  readonly laneEpoch: number;
  readonly limiterEpoch: number;
  readonly probe: boolean;
}

/**
 * The health of an endpoint and the question whose fault a failure is: the endpoint's, or one destination's.
 *
 * Example: destinations A (its index is down, 503) and B share the endpoint. A's request fails: the endpoint waits.
 * The next probe is B's, since A is suspect. It passes: the endpoint is well again, A is accused. A fails once more:
 * A alone waits, B goes on at full speed. Had the probe of B failed too, the endpoint would have gone on waiting, and
 * after a real outage the first success ends all waiting.
 */
export class Endpoint {
  readonly health: Health;
  readonly limiter: Limiter;
  /** Requests that brought something in. */
  deliveries = 0;
  /** A probe is on its way: nothing else is sent while the endpoint is not well. */
  probing = false;
  readonly #suspects = new Set<Accusable>();
  #epoch = 0;
  #notFoundSince: number | undefined;

  /** @param concurrency - the most requests in flight */
  constructor(health: Health, concurrency = 1) {
    this.health = health;
    this.limiter = new Limiter(concurrency);
  }

  /** A request of a lane goes out. */
  sent(lane: Accusable): Ticket {
    const probe = !this.health.isOk;
    if (probe) this.probing = true;
    return { epoch: this.#epoch, laneEpoch: lane.epoch, limiterEpoch: this.limiter.epoch, probe };
  }

  /** Its answer has come, or none. */
  returned(ticket: Ticket): void {
    if (ticket.probe) this.probing = false;
  }

  /** A failure that passes by itself. */
  failed(lane: Accusable, ticket: Ticket, cause: string, retryAfterMs?: number): void {
    this.#notFoundSince = undefined;
    this.#fail(lane, ticket, (health) => health.failed(cause, retryAfterMs));
  }

  /** 404: passes by itself, or does not. */
  notFound(lane: Accusable, ticket: Ticket, cause: string): void {
    const at = now();
    this.#notFoundSince ??= at;
    const lasting = at - this.#notFoundSince >= NOT_FOUND_MS;
    this.#fail(lane, ticket, (health) => (lasting ? health.pause(cause) : health.failed(cause)));
  }

  /** Something at the endpoint that somebody has to mend. */
  paused(ticket: Ticket, cause: string): void {
    this.#notFoundSince = undefined;
    if (ticket.epoch !== this.#epoch) return;
    this.#epoch++;
    this.limiter.restart();
    this.health.pause(cause);
  }

  /** A failure that passes by itself and is no destination's. */
  stumbled(ticket: Ticket, cause: string): void {
    if (ticket.epoch !== this.#epoch) return;
    this.#epoch++;
    this.limiter.restart();
    this.health.failed(cause);
  }

  /** HEC answered a request of this lane, with whatever verdict on the events: the endpoint lives. */
  answered(lane: Accusable, ticket: Ticket): void {
    this.#notFoundSince = undefined;
    if (ticket.laneEpoch === lane.epoch) {
      this.#suspects.delete(lane);
      lane.blame = 'none';
    }
    // An answer to what was sent before the endpoint's last failure is old news about the endpoint.
    if (ticket.epoch !== this.#epoch) return;
    // Who passed at another endpoint meanwhile is no suspect any more.
    for (const suspect of this.#suspects) if (suspect.blame === 'suspect') suspect.blame = 'accused';
    this.#suspects.clear();
    this.health.healed();
  }

  #fail(lane: Accusable, ticket: Ticket, how: (health: Health) => void): void {
    if (lane.blame === 'accused') {
      if (ticket.laneEpoch !== lane.epoch) return;
      lane.epoch++;
      how(lane.health);
      return;
    }
    this.#suspects.add(lane);
    lane.blame = 'suspect';
    // Requests that were in flight together fail together: that is one failure, not several.
    if (ticket.epoch !== this.#epoch) return;
    this.#epoch++;
    this.limiter.restart();
    how(this.health);
  }
}
