/** Settings that tests change and nobody else. */
export interface Internals {
  /** Leave the decoding of fetched records to kafkajs. */
  readonly plainPath: boolean;
  /** The longest that an unreadable partition rests before it is tried again, milliseconds. */
  readonly unreadableRestMs: number;
  /** The most a fetch waits while nothing comes, milliseconds. */
  readonly longestFetchWaitMs: number;
  /** How long a producer keeps connections that nobody uses, milliseconds. */
  readonly idleLineMs: number;
}

/** Where options carry other {@link Internals} than usual. */
export const INTERNALS: unique symbol = Symbol('internals');

const USUAL: Internals = {
  plainPath: false,
  unreadableRestMs: 30_000,
  longestFetchWaitMs: 2000,
  idleLineMs: 60_000,
};

/** The internals that go with some options. */
export function internalsOf(options: object): Internals {
  return { ...USUAL, ...(options as { readonly [INTERNALS]?: Partial<Internals> })[INTERNALS] };
}

/** Carries the internals of one options object over to another. */
export function withInternals<T extends object>(options: T, from: object): T {
  return { ...options, [INTERNALS]: internalsOf(from) };
}
