import type { ApiTally } from './wire-tally.js';

/** What a member tells; `member` is its number in the benchmark, `at` milliseconds since the epoch. */
export type MemberWord =
  | {
      readonly kind: 'joined';
      readonly member: number;
      readonly at: number;
      readonly generation: number;
      /** Partitions of the one topic. */
      readonly partitions: readonly number[];
    }
  /** It has stopped fetching for a rebalance, or joins for the first time. */
  | { readonly kind: 'joining'; readonly member: number; readonly at: number }
  | { readonly kind: 'left'; readonly member: number; readonly at: number }
  | { readonly kind: 'warning'; readonly member: number; readonly at: number; readonly message: string };

/** What a process of members has used since it was asked last. */
export interface Usage {
  readonly kind: 'usage';
  /** By name of the API, see {@link ApiTally}. */
  readonly apis: Readonly<Record<string, ApiTally>>;
  /** Open connections of all its members. */
  readonly connections: number;
}

/** Words of a process of members. */
export type Word = MemberWord | Usage | { readonly kind: 'ready' };

/** What such a process is told. */
export type Order =
  | { readonly kind: 'start' | 'leave'; readonly member: number }
  | { readonly kind: 'usage' };
