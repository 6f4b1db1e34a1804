import { now } from '../clock.js';
import type { DeliveryState } from '../delivery-state.js';
import type { BackoffOptions, ProbeOptions } from '../options.js';
import { waitAfterFailure, waitBeforeProbe } from './backoff.js';

/** How waits are made; `random` gives numbers from 0 to 1. */
export interface WaitingRules {
  readonly backoff: BackoffOptions;
  readonly probe: ProbeOptions;
  readonly random: () => number;
}

const REPORT_AFTER = 5;

/**
 * Health of an endpoint or of a destination.
 *
 * ```
 *        failed                paused
 *   ok ─────────► backing-off ◄──────► paused
 *   ▲                  │                  │
 *   └──────────────────┴──── healed ──────┘
 * ```
 *
 * `onState` hears of a change of state, of cause, and of being down; not of single attempts.
 */
export class Health {
  readonly #name: string;
  readonly #scope: DeliveryState['scope'];
  readonly #rules: WaitingRules;
  readonly #onState: (state: DeliveryState) => void;
  #state: DeliveryState['state'] = 'ok';
  #cause: string | undefined;
  #since = now();
  #until = 0;
  #failures = 0;
  #probes = 0;
  #troubleSince = 0;
  #down = false;

  constructor(
    name: string,
    scope: DeliveryState['scope'],
    rules: WaitingRules,
    onState: (state: DeliveryState) => void,
  ) {
    this.#name = name;
    this.#scope = scope;
    this.#rules = rules;
    this.#onState = onState;
  }

  get isOk(): boolean {
    return this.#state === 'ok';
  }

  get isPaused(): boolean {
    return this.#state === 'paused';
  }

  /** It has failed so often in a row that it is reported as down. */
  get isDown(): boolean {
    return this.#down;
  }

  /** When the next attempt may be made. */
  get until(): number {
    return this.#until;
  }

  /** It failed, and will be tried again by itself. */
  failed(cause: string, retryAfterMs?: number): void {
    const at = this.#trouble();
    this.#probes = 0;
    const outage = { failures: this.#failures, ageMs: at - this.#troubleSince };
    const asked = retryAfterMs === undefined ? {} : { retryAfterMs };
    const { backoff, random } = this.#rules;
    this.#until = at + waitAfterFailure({ ...outage, ...asked }, backoff, random());
    this.#change('backing-off', cause, at);
  }

  /** Somebody has to mend something; it is probed until then. */
  pause(cause: string): void {
    const at = this.#trouble();
    this.#probes++;
    this.#until = at + waitBeforeProbe(this.#probes, this.#rules.probe, this.#rules.random());
    this.#change('paused', cause, at);
  }

  /** It works. */
  healed(): void {
    if (this.#state === 'ok') return;
    this.#failures = 0;
    this.#probes = 0;
    this.#until = 0;
    this.#change('ok', undefined, now());
  }

  describe(): DeliveryState {
    return {
      name: this.#name,
      scope: this.#scope,
      state: this.#state,
      ...(this.#cause === undefined ? {} : { cause: this.#cause }),
      since: Math.round(this.#since),
      ...(this.#state === 'ok' ? {} : { until: Math.round(this.#until) }),
      failures: this.#failures,
      down: this.#down,
    };
  }

  #trouble(): number {
    const at = now();
    if (this.#state === 'ok') this.#troubleSince = at;
    this.#failures++;
    return at;
  }

  #change(state: DeliveryState['state'], cause: string | undefined, at: number): void {
    const down = this.#failures >= (this.#rules.backoff.reportAfter ?? REPORT_AFTER);
    const same = state === this.#state && cause === this.#cause && down === this.#down;
    if (state !== this.#state) this.#since = at;
    this.#state = state;
    this.#cause = cause;
    this.#down = down;
    if (!same) this.#onState(this.describe());
  }
}
