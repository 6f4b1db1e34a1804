import { chooseLane, chooseProbe } from './choose-lane.js';
import type { Lane } from './lane.js';
import { type Part, sentEvents } from './part.js';

/** Options of {@link WaitingLanes}. */
export interface WaitingLanesOptions<C> {
  readonly ordered: boolean;
  /** Settles a part whose every event was refused locally. */
  readonly settleEmpty: (part: Part<C>) => void;
}

/** A part that waits, and its lane. */
export interface Waiting<C> {
  readonly lane: Lane<C>;
  readonly part: Part<C>;
}

/** The lanes that have something to send, in the order of their turns. */
export class WaitingLanes<C> {
  readonly #options: WaitingLanesOptions<C>;
  #lanes: Lane<C>[] = [];

  constructor(options: WaitingLanesOptions<C>) {
    this.#options = options;
  }

  /** Puts parts where their age belongs. */
  putBack(lane: Lane<C>, parts: readonly Part<C>[]): void {
    for (const part of parts) {
      // Without bytes there is nothing to ask Splunk about. Later, since batches are sealed from within `append`.
      if (sentEvents(part) === 0) queueMicrotask(() => this.#options.settleEmpty(part));
      else lane.putBack(part);
    }
    this.#list(lane);
  }

  /** Puts a part behind the others of its lane, so that the next probe tries another one. */
  putLast(lane: Lane<C>, part: Part<C>): void {
    if (this.#options.ordered) lane.putBack(part);
    else lane.putLast(part);
    this.#list(lane);
  }

  /** Takes the part whose turn it is while an endpoint is well; its lane goes to the end of the row. */
  take(at: number): Waiting<C> | undefined {
    return this.#shift(chooseLane(this.#lanes, this.#options.ordered, at));
  }

  /** Takes the part that says most about an endpoint that is not well. */
  takeProbe(at: number): Waiting<C> | undefined {
    return this.#shift(chooseProbe(this.#lanes, this.#options.ordered, at));
  }

  /** The lane whose turn will come when a slot is free, not counting those that may be dead. */
  next(): Lane<C> | undefined {
    return this.#lanes.find(({ health, blame }) => health.isOk && blame !== 'accused');
  }

  /**
   * When a part may be sent, as far as its destination is concerned; undefined while an answer must come first, or
   * nothing waits.
   */
  nextAttempt(): number | undefined {
    let soonest = Number.POSITIVE_INFINITY;
    for (const lane of this.#lanes) {
      soonest = Math.min(soonest, lane.nextAttempt(this.#options.ordered) ?? soonest);
    }
    return soonest === Number.POSITIVE_INFINITY ? undefined : soonest;
  }

  /** Takes everything. */
  takeAll(): Part<C>[] {
    return this.#lanes.splice(0).flatMap(({ parts }) => parts.splice(0));
  }

  #shift(lane: Lane<C> | undefined): Waiting<C> | undefined {
    const part = lane?.parts.shift();
    if (lane === undefined || part === undefined) return undefined;
    this.#lanes.splice(this.#lanes.indexOf(lane), 1);
    if (lane.parts.length > 0) this.#lanes.push(lane);
    return { lane, part };
  }

  #list(lane: Lane<C>): void {
    if (lane.parts.length > 0 && !this.#lanes.includes(lane)) this.#lanes.push(lane);
  }
}
