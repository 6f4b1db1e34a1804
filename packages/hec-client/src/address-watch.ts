import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';

/** Options of {@link AddressWatch}. */
export interface AddressWatchOptions {
  readonly hostname: string;
  readonly everyMs: number;
  readonly resolve?: (hostname: string) => Promise<readonly string[]>;
  /** Its addresses, when they have changed: several of one family, or none where the name can be left to the system. */
  readonly onChange: (addresses: readonly string[]) => void;
}

/**
 * Looks a name up, again and again. The next look-up begins when the one before has ended. A name that cannot be looked
 * up keeps what it had: a resolver in trouble must not take endpoints away.
 */
export class AddressWatch {
  readonly #options: AddressWatchOptions;
  #known = '';
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: AddressWatchOptions) {
    this.#options = options;
  }

  /** Begins. */
  start(): void {
    void this.#look();
  }

  /** Ends it; nothing is told any more. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  async #look(): Promise<void> {
    const { hostname, everyMs, onChange, resolve = systemLookup } = this.#options;
    let found: readonly string[] | undefined;
    try {
      found = spread(await resolve(hostname));
    } catch {
      found = undefined;
    }
    if (this.#closed) return;
    const known = found?.join(' ');
    if (found !== undefined && known !== undefined && known !== this.#known) {
      this.#known = known;
      onChange(found);
    }
    // It must not keep a process alive that has nothing else to do.
    this.#timer = setTimeout(() => void this.#look(), everyMs).unref();
  }
}

/**
 * The addresses to use as endpoints of their own: those of one family, in a fixed order. The two families of a name
 * mostly lead to the same machines, and often only one of them can be reached; so one address of each is no reason to
 * choose, and the system does.
 */
export function spread(addresses: readonly string[]): readonly string[] {
  const unique = [...new Set(addresses)].sort();
  for (const family of [4, 6]) {
    const some = unique.filter((address) => isIP(address) === family);
    if (some.length > 1) return some;
  }
  return [];
}

/** Asks the resolver of the system. */
export async function systemLookup(hostname: string): Promise<string[]> {
  return (await lookup(hostname, { all: true })).map(({ address }) => address);
}
