/** What the watchdog looks at, per partition. */
export interface Watched {
  /** Where the next fetch begins: rises as records are handed on. */
  readonly place: number;
  /** Why it is not fetched; undefined while it is to be. */
  readonly pauseCause: string | undefined;
  /** End of what can be read, as its leader said when it was asked, and when that was. */
  readonly confirmedEnd: { readonly offset: number; readonly at: number } | undefined;
}

/** What is to be done about a partition that stands still. */
export interface Stall<T> {
  readonly stream: T;
  /** Milliseconds since it was first seen to stand still. */
  readonly forMs: number;
  /** `nudge`: let it go and seek its place again, which repeats nothing. `restart`: begin a new session. */
  readonly cure: 'nudge' | 'restart';
}

interface Sighting {
  place: number;
  /** When it was first seen behind its end and not moving; undefined while it moves or has nothing to read. */
  behindSince: number | undefined;
  nudged: boolean;
  restarts: number;
}

/** Restarts repeat what is in flight: one that did not help is tried again after twice the time, up to this factor. */
const LONGEST_PATIENCE = 32;

/**
 * Finds partitions that should be fetched and are not. Nothing but the leader's own word counts: it has to say that
 * there is something to read, and to say so again after the partition was seen to stand still. A leader that does not
 * answer is another trouble, and a restart would not heal it; and the end that a fetch tells may lie behind a
 * transaction that is still open, where waiting is right.
 */
export class Watchdog<T extends Watched> {
  readonly #timeoutMs: number;
  readonly #key: (stream: T) => string;
  readonly #sightings = new Map<string, Sighting>();

  /** @param timeoutMs - time without progress after which a session is restarted; half of it for the nudge */
  constructor(timeoutMs: number, key: (stream: T) => string) {
    this.#timeoutMs = timeoutMs;
    this.#key = key;
  }

  /** Looks at all partitions; call once a second or so. Answers those for which something is to be done now. */
  look(streams: Iterable<T>, now: number): Stall<T>[] {
    const stalls: Stall<T>[] = [];
    for (const stream of streams) {
      const stall = this.#lookAt(stream, now);
      if (stall !== undefined) stalls.push(stall);
    }
    return stalls;
  }

  #lookAt(stream: T, now: number): Stall<T> | undefined {
    const { confirmedEnd: end, pauseCause, place } = stream;
    const key = this.#key(stream);
    const seen = this.#sightings.get(key);
    if (seen === undefined || place > seen.place) {
      this.#sightings.set(key, { place, behindSince: undefined, nudged: false, restarts: 0 });
      return undefined;
    }
    // A new session may begin further back, at the last commit, and so does what is read again.
    seen.place = place;
    if (pauseCause !== undefined || end === undefined || end.offset <= place) {
      seen.behindSince = undefined;
      return undefined;
    }
    if (seen.behindSince === undefined) {
      seen.behindSince = now;
      seen.nudged = false;
      return undefined;
    }
    if (end.at < seen.behindSince) return undefined;
    const forMs = now - seen.behindSince;
    const patience = this.#timeoutMs * Math.min(2 ** seen.restarts, LONGEST_PATIENCE);
    if (!seen.nudged) {
      if (forMs < patience / 2) return undefined;
      seen.nudged = true;
      return { stream, forMs, cure: 'nudge' };
    }
    if (forMs < patience) return undefined;
    seen.behindSince = undefined;
    seen.restarts++;
    return { stream, forMs, cure: 'restart' };
  }
}
