/** A request of the channel that waits for its answer. */
export interface Flight {
  /** The highest id that was known when it was sent, -1 for none. */
  readonly highest: number;
}

interface Entry<T> {
  readonly item: T;
  readonly since: number;
  /** Requests that had been lost when this one was noted. */
  readonly lostBefore: number;
}

interface Saying {
  /** Requests that could have got this id, and nobody knows theirs. */
  lost: number;
  /** Requests that could have got this id, and whose answer will tell. */
  readonly open: Set<Flight>;
}

/** What can be said about ids that an indexer called indexed. */
export interface Heard<T> {
  /** These are indexed. */
  readonly confirmed: readonly T[];
  /** The `true` may have been another request's, and is said once: nobody will ever know. */
  readonly doubtful: readonly T[];
}

/**
 * What one channel has still to acknowledge. Ids count from 0 in a channel, in the memory of one indexer; they begin
 * again when it restarts, or when a load balancer leads to another one. Then a `true` can mean another request.
 *
 * Walk-through 1. Requests with the ids 5, 6 and 7 wait. The indexer restarts and forgets them. The next request gets
 * id 0. It was sent when 7 was known already, and an indexer counts upwards: so ids began again, and nothing that
 * waits here is believed any more. Requests that are in flight together may be answered in any order; so an id is held
 * against the highest one that was known when its request was sent, not when its answer came.
 *
 * Walk-through 2. Request A waits for id 0. The indexer restarts. Request B gets id 0 there, is indexed, and its answer
 * is still on its way, or lost. A question for id 0 is answered with `true`: that is B's, and A is gone. As long as no
 * answer shows that ids began again, only requests without an answer can have got ids of the new count, so these are
 * lower than the number of such requests. A `true` for a lower id waits until they are answered, and is not believed
 * when one of them is lost.
 *
 * Both rest on one thing: an indexer that restarts breaks off what is in flight, so no answer of the old count comes
 * after a request has met the new one.
 */
export class AckBook<T> {
  readonly #waiting = new Map<number, Entry<T>>();
  readonly #said = new Map<number, Saying>();
  readonly #flights = new Set<Flight>();
  #highest = -1;
  #lost = 0;

  /** Requests that wait for their acknowledgement. */
  get size(): number {
    return this.#waiting.size;
  }

  /** A request goes out. It ends with {@link answered} or {@link lost}. */
  sent(): Flight {
    const flight = { highest: this.#highest };
    this.#flights.add(flight);
    return flight;
  }

  /** It was answered: its id is known, or it got none. */
  answered(flight: Flight): void {
    this.#flights.delete(flight);
    for (const { open } of this.#said.values()) open.delete(flight);
  }

  /** It may have been taken, and nobody knows under which id. */
  lost(flight: Flight): void {
    this.#flights.delete(flight);
    this.#lost++;
    for (const saying of this.#said.values()) if (saying.open.delete(flight)) saying.lost++;
  }

  /**
   * Notes what waits for the id of a request that was answered. Answers false when ids began again while something else
   * is open on the channel: then the id is not noted, and the channel must not be used or believed any more. With
   * nothing else open it is a fresh start, such as after Splunk's clean-up of idle channels, and cannot be mistaken.
   *
   * @param at - milliseconds
   */
  enter(flight: Flight, id: number, item: T, at: number): boolean {
    const again = id <= flight.highest || this.#waiting.has(id);
    if (again && (this.#flights.size > 0 || this.#waiting.size > 0)) return false;
    this.#highest = again ? id : Math.max(this.#highest, id);
    this.#waiting.set(id, { item, since: at, lostBefore: this.#lost });
    return true;
  }

  /** The ids to ask for, the oldest first. */
  ids(): number[] {
    return [...this.#waiting.keys()].filter((id) => !this.#said.has(id));
  }

  /**
   * Splunk said `true` for these ids, which it says once. Only requests that are out by now can be meant. Ids that
   * nobody waits for are passed over.
   */
  heard(ids: readonly number[]): void {
    for (const id of ids) {
      const entry = this.#waiting.get(id);
      if (entry === undefined || this.#said.has(id)) continue;
      this.#said.set(id, { lost: this.#lost - entry.lostBefore, open: new Set(this.#flights) });
    }
  }

  /** Takes out what can be told of the ids that were called indexed; the others are told after more answers. */
  takeHeard(): Heard<T> {
    const confirmed: T[] = [];
    const doubtful: T[] = [];
    for (const [id, { lost, open }] of this.#said) {
      const entry = this.#waiting.get(id);
      if (entry === undefined || (id >= lost && id < lost + open.size)) continue;
      this.#remove(id);
      if (id < lost) doubtful.push(entry.item);
      else confirmed.push(entry.item);
    }
    return { confirmed, doubtful };
  }

  /** Takes out what has waited since before a time. */
  takeOverdue(before: number): T[] {
    const overdue: T[] = [];
    for (const [id, { item, since }] of this.#waiting) {
      if (since > before) break;
      this.#remove(id);
      overdue.push(item);
    }
    return overdue;
  }

  /** Takes out everything. */
  takeAll(): T[] {
    const all = [...this.#waiting.values()].map(({ item }) => item);
    this.#waiting.clear();
    this.#said.clear();
    return all;
  }

  #remove(id: number): void {
    this.#waiting.delete(id);
    this.#said.delete(id);
  }
}
