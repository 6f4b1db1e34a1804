import type { Batch } from './batch/batch.js';
import { BatchSet } from './batch/batch-set.js';
import { type Account, openAccount } from './batch/held-bytes.js';
import type { HecClient } from './client.js';
import { Health, type WaitingRules } from './delivery/health.js';
import { IdleWaiters } from './delivery/idle-waiters.js';
import { Lane } from './delivery/lane.js';
import { Ledger } from './delivery/ledger.js';
import { Sender } from './delivery/sender.js';
import { SiteChooser } from './delivery/site-chooser.js';
import type { ClientSnapshot } from './delivery-state.js';
import { type Destination, DestinationRegistry, type DestinationSpec } from './destination.js';
import { HecError } from './errors.js';
import { guarded } from './guarded.js';
import { publishOutcome, publishState } from './observe/channels.js';
import type { HecClientOptions } from './options.js';
import { type ResolvedOptions, resolveOptions } from './resolve-options.js';
import { SiteFactory } from './site-factory.js';
import { SiteList } from './site-list.js';
import { requestPath } from './wire/request-path.js';

/**
 * Makes a client of one HEC endpoint, or of several. It opens connections when there is something to send.
 *
 * @throws HecError `HEC_OPTION` for options that cannot work
 */
export function createHecClient<C>(options: HecClientOptions<C>): HecClient<C> {
  return new Client(options, resolveOptions(options));
}

/** Wires the parts together; what they do is theirs. */
class Client<C> implements HecClient<C> {
  readonly #options: HecClientOptions<C>;
  readonly #rules: WaitingRules;
  readonly #destinations = new DestinationRegistry();
  // Weak, as the registry is: what a lane holds back or has in flight is held where it waits.
  readonly #lanes = new WeakMap<Destination, Lane<C>>();
  /** Destinations that are not well; each has events to probe with, so none stays here without a way out. */
  readonly #ailing = new Set<Health>();
  readonly #batches: BatchSet<C>;
  readonly #chooser: SiteChooser<C>;
  readonly #sites: SiteList<C>;
  readonly #ledger: Ledger<C>;
  readonly #sender: Sender<C>;
  readonly #idle: IdleWaiters = new IdleWaiters(() => this.#batches.filling === 0 && this.#ledger.open === 0);
  #closing: Promise<void> | undefined;

  constructor(options: HecClientOptions<C>, resolved: ResolvedOptions) {
    this.#options = options;
    const { backoff = {}, probe = {}, onRoom, lookup } = options;
    this.#rules = { backoff, probe, random: Math.random };
    const lane = (destination: Destination): Lane<C> => this.#lane(destination);

    this.#batches = new BatchSet({
      ...resolved,
      newContext: options.newContext,
      account: (destination): Account => lane(destination).account,
      onSealed: (batch) => this.#sender.add(batch),
      onRoom: () => guarded(() => this.#closing ?? onRoom?.()),
    });
    this.#chooser = new SiteChooser(options.pickEndpoint);
    this.#ledger = new Ledger(
      (batch, runs) => {
        guarded(() => options.onOutcome(batch, runs));
        publishOutcome(batch, runs);
        this.#idle.check();
      },
      (batch) => this.#batches.release(batch),
    );
    this.#sender = new Sender({
      sites: this.#chooser,
      ledger: this.#ledger,
      lane,
      gzipLevel: options.gzip?.level,
      onTaken: (batch, ranges) => guarded(() => options.onTaken?.(batch, ranges)),
      weigh: ({ account }, bytes) => this.#batches.held.change(account, bytes),
      onUnstalled: () => this.#batches.held.announce(),
      ordered: resolved.ordered,
      timeoutMs: resolved.timeoutMs,
      pauseAfterRejections: resolved.pauseAfterRejections,
      acks: resolved.acks,
    });
    const factory = new SiteFactory(options, resolved, (name) => this.#health(name, 'endpoint'));
    this.#sites = new SiteList({
      ...resolved,
      chooser: this.#chooser,
      make: (base, address) => factory.make(base, address),
      lookup,
      onChange: () => this.#sender.schedule(),
    });
  }

  destination(spec: DestinationSpec): Destination {
    const destination = this.#destinations.get(spec);
    if (!this.#lanes.has(destination)) {
      const path = requestPath('', spec);
      const health = this.#health(destination.label, 'destination');
      this.#lanes.set(destination, new Lane(destination, path, health, openAccount()));
    }
    return destination;
  }

  open(destination: Destination): Batch<C> | undefined {
    if (this.#closing !== undefined) throw new HecError('HEC_CLOSED', 'this client is closed');
    return this.#batches.open(destination);
  }

  flush(): void {
    this.#batches.flush();
  }

  idle(signal?: AbortSignal): Promise<void> {
    return this.#idle.wait(signal);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  snapshot(): ClientSnapshot {
    const all = this.#chooser.all;
    return {
      heldBytes: this.#batches.held.total,
      inFlight: this.#sender.inFlight,
      awaitingAck: all.reduce((sum, { sessions }) => sum + sessions.awaiting, 0),
      states: [
        ...all.filter(({ retired }) => !retired).map(({ endpoint }) => endpoint.health.describe()),
        ...all.filter(({ isAckAiling }) => isAckAiling).map(({ ackHealth }) => ackHealth.describe()),
        ...[...this.#ailing].map((health) => health.describe()),
      ],
      counts: this.#ledger.counts,
    };
  }

  async #close(): Promise<void> {
    this.#sites.close();
    this.#batches.sealAll();
    await this.#sender.close();
    this.#idle.check();
  }

  #lane(destination: Destination): Lane<C> {
    const lane = this.#lanes.get(destination);
    if (lane === undefined) {
      throw new HecError(
        'HEC_DESTINATION',
        'open needs a destination that this client made with destination()',
      );
    }
    return lane;
  }

  #health(name: string, scope: 'endpoint' | 'destination'): Health {
    const health: Health = new Health(name, scope, this.#rules, (state) => {
      if (scope === 'destination' && state.state === 'ok') this.#ailing.delete(health);
      else if (scope === 'destination') this.#ailing.add(health);
      guarded(() => this.#options.onState?.(state));
      publishState(state);
    });
    return health;
  }
}
