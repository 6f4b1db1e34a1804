import type { Session } from './session.js';

/** Options of {@link SessionSet}. */
export interface SessionSetOptions<C> {
  readonly open: () => Session<C>;
  /** Sessions in use at once. */
  readonly count: number;
  /** Age in milliseconds at which a session is replaced. */
  readonly recycleMs: number;
  /** Numbers from 0 to 1: sessions that were opened together are not replaced together. */
  readonly random: () => number;
}

interface Member<C> {
  readonly session: Session<C>;
  readonly retireAt: number;
}

/** The sessions of one endpoint: those in use, and those that are only asked until nothing waits in them. */
export class SessionSet<C> {
  readonly #options: SessionSetOptions<C>;
  #members: Member<C>[] = [];

  constructor(options: SessionSetOptions<C>) {
    this.#options = options;
  }

  /** All that are open, the retired ones too. */
  get all(): readonly Session<C>[] {
    return this.#members.map(({ session }) => session);
  }

  /** Requests that wait for their acknowledgement. */
  get awaiting(): number {
    let sum = 0;
    for (const { session } of this.#members) sum += session.acks.size;
    return sum;
  }

  /** Whether one of them, or a new one, can take a request. */
  get hasRoom(): boolean {
    let inUse = 0;
    for (const { session } of this.#members) {
      if (session.retired) continue;
      if (session.hasRoom) return true;
      inUse++;
    }
    return inUse < this.#options.count;
  }

  /**
   * The session for the next request: the one with the least in flight, then the least unacknowledged; undefined where
   * none has room.
   *
   * @param at - milliseconds on the clock of {@link Session.bornAt}
   */
  pick(at: number): Session<C> | undefined {
    for (const { session, retireAt } of this.#members) if (retireAt <= at) this.retire(session);
    while (this.#members.filter(({ session }) => !session.retired).length < this.#options.count) this.#open();
    let best: Session<C> | undefined;
    for (const { session } of this.#members) {
      if (!session.hasRoom) continue;
      if (best === undefined || pending(session) < pending(best)) best = session;
      else if (pending(session) === pending(best) && session.acks.size < best.acks.size) best = session;
    }
    return best;
  }

  /** It takes no new requests: a new one takes its place. */
  retire(session: Session<C>): void {
    session.retired = true;
    this.tidy(session);
  }

  /** Closes it when it is retired and nothing of it is open. */
  tidy(session: Session<C>): void {
    if (!session.isDone) return;
    this.#members = this.#members.filter((member) => member.session !== session);
    void session.close();
  }

  /** No session takes new requests, and none is opened before the next {@link pick}. */
  retireAll(): void {
    for (const session of this.all) this.retire(session);
  }

  /** Breaks off everything. */
  async close(): Promise<void> {
    await Promise.all(this.all.map((session) => session.close()));
  }

  #open(): void {
    const session = this.#options.open();
    const { recycleMs, random } = this.#options;
    this.#members.push({ session, retireAt: session.bornAt + recycleMs * (0.8 + 0.4 * random()) });
  }
}

const pending = <C>(session: Session<C>): number => session.inFlight;
