import { sessionChannel } from './channel-guid.js';
import { Endpoint } from './delivery/endpoint.js';
import type { Health } from './delivery/health.js';
import { Session } from './delivery/session.js';
import { SessionSet } from './delivery/session-set.js';
import { Site } from './delivery/site.js';
import type { HecClientOptions } from './options.js';
import type { BaseUrl, ResolvedOptions } from './resolve-options.js';
import { UndiciTransport } from './transport/undici-transport.js';

/** Makes endpoints, each with sessions that open their connections when there is something to send. */
export class SiteFactory<C> {
  readonly #options: HecClientOptions<C>;
  readonly #resolved: ResolvedOptions;
  readonly #health: (name: string) => Health;

  constructor(options: HecClientOptions<C>, resolved: ResolvedOptions, health: (name: string) => Health) {
    this.#options = options;
    this.#resolved = resolved;
    this.#health = health;
  }

  /** @param address - the one IP address to use of those that the URL's name has */
  make(base: BaseUrl, address?: string): Site<C> {
    const { acks, concurrency, recycleMs } = this.#resolved;
    const url = base.origin + base.prefix;
    const name = address === undefined ? url : `${url} (${address})`;
    const shared = this.#options.dispatcher !== undefined && acks.mode === 'off';
    return new Site({
      url,
      address,
      endpoint: new Endpoint(this.#health(name), concurrency),
      ackHealth: this.#health(`${name} acknowledgements`),
      sessions: new SessionSet({
        open: () => this.#open(base, address),
        count: acks.mode === 'off' ? 1 : acks.sessions,
        // The connections of a dispatcher are its owner's: there is nothing of ours to replace.
        recycleMs: shared ? Number.POSITIVE_INFINITY : recycleMs,
        random: Math.random,
      }),
    });
  }

  #open({ origin, prefix }: BaseUrl, address: string | undefined): Session<C> {
    const { token, tls, dispatcher, channel } = this.#options;
    const { acks, concurrency, timeoutMs } = this.#resolved;
    const acking = acks.mode !== 'off';
    return new Session({
      prefix,
      acks: acking,
      channel: acking ? sessionChannel(channel) : channel,
      transport: new UndiciTransport({
        origin,
        token,
        timeoutMs,
        // One more for the questions: they must not wait behind bodies.
        connections: acking ? concurrency + 1 : concurrency,
        ...(address === undefined ? {} : { address }),
        ...(tls === undefined ? {} : { tls }),
        ...(dispatcher === undefined ? {} : { dispatcher }),
      }),
    });
  }
}
