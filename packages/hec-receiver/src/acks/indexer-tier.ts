import { AckLedger } from './ack-ledger.js';

/** Acknowledgements as a test steers them. */
export interface Acks {
  /** Ids given out and not yet reported as true, over all indexers. */
  readonly pending: number;
  /** From now on nothing is acknowledged, whatever the delay: every poll answers false. */
  hold(): void;
  /** Undoes {@link Acks.hold}. */
  release(): void;
  /** Forgets every id and channel of all indexers; ids begin at 0 again. */
  forget(): void;
}

/** Name of the cookie that binds a client to an indexer, when there are several. */
export const stickyCookie = 'HECINDEXER';

const cookiePattern = new RegExp(`(?:^|;\\s*)${stickyCookie}=(\\d+)`);

/** An indexer to use for a request, and the cookie to hand out where the client brought none. */
export interface Route {
  readonly ledger: AckLedger;
  readonly setCookie?: string;
}

/** Settings of an {@link IndexerTier}. */
export interface IndexerTierOptions {
  readonly indexers: number;
  readonly ackDelayMs: number;
  /** 0: never. */
  readonly idleMs: number;
  readonly now: () => number;
}

/**
 * One or more indexers behind one address. Each keeps its own acknowledgements, as in Splunk: a client that posts through
 * one and asks another is told false. A cookie keeps a client where it was, as sticky load balancers do; without it the
 * next indexer in turn answers.
 */
export class IndexerTier implements Acks {
  readonly #options: IndexerTierOptions;
  readonly #ledgers: AckLedger[];
  #turn = 0;
  #held = false;

  constructor(options: IndexerTierOptions) {
    this.#options = options;
    this.#ledgers = Array.from({ length: options.indexers }, () => new AckLedger());
  }

  /** Chooses the indexer of a request by its cookie. */
  route(cookieHeader: string | undefined): Route {
    if (this.#ledgers.length === 1) return { ledger: this.#ledgers[0]! };
    const found = cookiePattern.exec(cookieHeader ?? '');
    const named = found === null ? undefined : this.#ledgers[Number(found[1])];
    if (named !== undefined) return { ledger: named };
    const number = this.#turn++ % this.#ledgers.length;
    return { ledger: this.#ledgers[number]!, setCookie: `${stickyCookie}=${number}; Path=/; HttpOnly` };
  }

  /** The id of an accepted request, or undefined where the channel is full. */
  accept(ledger: AckLedger, channel: string): number | undefined {
    const now = this.#options.now();
    return ledger.accept(channel, now + this.#options.ackDelayMs, now);
  }

  poll(ledger: AckLedger, channel: string, ids: readonly number[]): Record<string, boolean> {
    const now = this.#options.now();
    if (this.#options.idleMs > 0)
      for (const each of this.#ledgers) each.forgetIdle(now - this.#options.idleMs);
    return ledger.poll(channel, ids, now, this.#held);
  }

  get pending(): number {
    return this.#ledgers.reduce((sum, ledger) => sum + ledger.pending, 0);
  }

  hold(): void {
    this.#held = true;
  }

  release(): void {
    this.#held = false;
  }

  forget(): void {
    for (const ledger of this.#ledgers) ledger.forget();
  }
}
