/** What the gate looks at: one partition's share of the memory. */
export interface GateLoad {
  /** Bytes of the batches of this partition that are held. */
  readonly heldBytes: number;
  /** Whether the gate holds it back at the moment. */
  readonly gated: boolean;
}

/**
 * How much of the free memory one partition may hold. With 2, a single busy partition stops at two thirds of what is
 * shared out, and n partitions whose sink is dead leave 1/(1 + 2n) of it to those whose sink lives.
 */
const SHARE_OF_FREE = 2;

/**
 * The part of the budget that is not shared out, but kept for partitions that hold nothing. A fetch cannot be bounded
 * to the byte, and answers from several brokers arrive together: what partitions with a dead sink get beyond their
 * share must not come to all that is free, or a partition whose sink lives would wait for ever.
 */
const RESERVED = 1 / 4;

/**
 * Decides whether a partition is to be held back, by dynamic thresholds: a partition may be fetched while it holds
 * less than a share of the memory that is still free. The more is held, the smaller the share, so that a partition
 * that moves always finds room beside ones that stand still. Between stop and go lies a factor of two, so that a
 * partition at its threshold does not flap.
 */
export function isGated(load: GateLoad, totalHeldBytes: number, maxHeldBytes: number): boolean {
  if (load.heldBytes === 0) return totalHeldBytes >= maxHeldBytes;
  const threshold = (maxHeldBytes * (1 - RESERVED) - totalHeldBytes) * SHARE_OF_FREE;
  if (threshold <= 0) return true;
  return load.gated ? load.heldBytes > threshold / 2 : load.heldBytes >= threshold;
}
