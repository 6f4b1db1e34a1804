import { isIP } from 'node:net';
import { AddressWatch } from './address-watch.js';
import type { Site } from './delivery/site.js';
import type { SiteChooser } from './delivery/site-chooser.js';
import type { LookupOptions } from './endpoints.js';
import type { BaseUrl } from './resolve-options.js';

/** Options of {@link SiteList}. */
export interface SiteListOptions<C> {
  readonly endpoints: readonly BaseUrl[];
  readonly chooser: SiteChooser<C>;
  readonly make: (base: BaseUrl, address?: string) => Site<C>;
  /** Undefined: names are left to the system's resolver. */
  readonly lookup: LookupOptions | undefined;
  readonly lookupMs: number;
  /** There are other endpoints now. */
  readonly onChange: () => void;
}

/** Keeps the list of endpoints: one for each URL, or one for each address of its name. */
export class SiteList<C> {
  readonly #options: SiteListOptions<C>;
  readonly #byUrl: Map<BaseUrl, readonly Site<C>[]>;
  readonly #watches: AddressWatch[] = [];

  constructor(options: SiteListOptions<C>) {
    this.#options = options;
    this.#byUrl = new Map(options.endpoints.map((base) => [base, [options.make(base)]]));
    this.#publish();
    for (const base of options.endpoints) this.#watch(base);
  }

  /** No more look-ups. */
  close(): void {
    for (const watch of this.#watches) watch.close();
  }

  #watch(base: BaseUrl): void {
    const { lookup, lookupMs } = this.#options;
    const hostname = new URL(base.origin).hostname.replace(/^\[(.*)\]$/, '$1');
    if (lookup === undefined || isIP(hostname) !== 0) return;
    const watch = new AddressWatch({
      hostname,
      everyMs: lookupMs,
      ...(lookup.resolve === undefined ? {} : { resolve: lookup.resolve }),
      onChange: (addresses) => this.#changed(base, addresses),
    });
    this.#watches.push(watch);
    watch.start();
  }

  /** Addresses that stay keep their endpoint, with its health and its sessions. */
  #changed(base: BaseUrl, addresses: readonly string[]): void {
    const old = this.#byUrl.get(base) ?? [];
    const wanted: readonly (string | undefined)[] = addresses.length === 0 ? [undefined] : addresses;
    this.#byUrl.set(
      base,
      wanted.map(
        (address) => old.find((site) => site.address === address) ?? this.#options.make(base, address),
      ),
    );
    this.#publish();
    this.#options.onChange();
  }

  #publish(): void {
    this.#options.chooser.replace([...this.#byUrl.values()].flat());
  }
}
