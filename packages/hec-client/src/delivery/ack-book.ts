interface Entry<T> {
  readonly item: T;
  readonly since: number;
}

/**
 * What one channel has still to acknowledge. Ids count from 0 in a channel, in the memory of one indexer; they begin
 * again when it restarts, or when a load balancer leads to another one.
 *
 * Walk-through of a restart: requests with the ids 5, 6 and 7 wait. The indexer restarts and forgets them. The next
 * request gets id 0. That one was sent when 7 was known already, and an indexer counts upwards: so ids began again.
 * A `true` for any of them could from now on mean another request, and nothing that waits here is believed any more.
 * Requests that are in flight together may be answered in any order; so an id is held against the highest one that
 * was known when its request was sent, not when its answer came.
 */
export class AckBook<T> {
  readonly #waiting = new Map<number, Entry<T>>();
  #highest = -1;

  /** Requests that wait for their acknowledgement. */
  get size(): number {
    return this.#waiting.size;
  }

  /** The highest id so far, -1 for none. To be noted when a request is sent. */
  get highest(): number {
    return this.#highest;
  }

  /**
   * Notes what waits for an id. Answers false when ids began again while something else is open on the channel: then
   * the id is not noted, and the channel must not be used or believed any more. With nothing else open it is a fresh
   * start, such as after Splunk's clean-up of idle channels, and cannot be mistaken.
   *
   * @param highestWhenSent - {@link highest} when the request went out
   * @param alone - no other request of the channel is in flight
   * @param at - milliseconds
   */
  enter(id: number, item: T, highestWhenSent: number, alone: boolean, at: number): boolean {
    const again = id <= highestWhenSent || this.#waiting.has(id);
    if (again && !(alone && this.#waiting.size === 0)) return false;
    this.#highest = again ? id : Math.max(this.#highest, id);
    this.#waiting.set(id, { item, since: at });
    return true;
  }

  /** The ids to ask for, the oldest first. */
  ids(): number[] {
    return [...this.#waiting.keys()];
  }

  /** Splunk said `true`, which it says once. Undefined for an id that nobody waits for. */
  confirm(id: number): T | undefined {
    const entry = this.#waiting.get(id);
    this.#waiting.delete(id);
    return entry?.item;
  }

  /** Takes out what has waited since before a time. */
  takeOverdue(before: number): T[] {
    const overdue: T[] = [];
    for (const [id, { item, since }] of this.#waiting) {
      if (since > before) break;
      this.#waiting.delete(id);
      overdue.push(item);
    }
    return overdue;
  }

  /** Takes out everything. */
  takeAll(): T[] {
    const all = [...this.#waiting.values()].map(({ item }) => item);
    this.#waiting.clear();
    return all;
  }
}
