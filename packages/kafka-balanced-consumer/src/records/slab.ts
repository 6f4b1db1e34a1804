import type { LentMemory } from './lent-memory.js';

/** A batch, as far as its slab needs to know it. */
export interface SlabTenant {
  /** Bytes of its columns and of what else it holds outside the slab. */
  readonly ownBytes: number;
  /** Bytes of its unsettled records. */
  readonly liveBytes: number;
}

/**
 * One piece of memory that fetched records lie in: a whole fetch response, or what a compressed record batch was
 * unpacked into. A single small view keeps all of it alive, so all of it counts until the last batch on it goes.
 */
export interface Slab<T extends SlabTenant = SlabTenant> {
  readonly bytes: number;
  readonly tenants: ReadonlySet<T>;
}

interface MutableSlab<T extends SlabTenant> extends Slab<T> {
  readonly memory: ArrayBufferLike;
  readonly tenants: Set<T>;
}

/** All slabs that are alive, and the bytes they hold. */
export class Slabs<T extends SlabTenant> {
  // By memory and not by fetch: Node cuts small buffers from a shared pool, which is one piece of memory and counts once.
  readonly #byMemory = new WeakMap<ArrayBufferLike, MutableSlab<T>>();
  /** Slabs that had records settled, with the moment since when they are worth a copy. */
  readonly #touched = new Map<Slab<T>, number | undefined>();
  readonly #onRelease: () => void;
  readonly #lent: LentMemory;
  #heldBytes = 0;

  /**
   * @param onRelease - called whenever bytes were given back
   * @param lent - where the memory may come from; a slab holds it
   */
  constructor(onRelease: () => void, lent: LentMemory) {
    this.#onRelease = onRelease;
    this.#lent = lent;
  }

  /** Bytes of all slabs that have a tenant, plus what the tenants own themselves. */
  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** Puts a batch on the slab of this memory. */
  enter(memory: ArrayBufferLike, tenant: T): Slab<T> {
    let slab = this.#byMemory.get(memory);
    if (slab === undefined) {
      slab = { memory, bytes: memory.byteLength, tenants: new Set() };
      this.#byMemory.set(memory, slab);
      this.#heldBytes += slab.bytes;
      this.#lent.hold(memory);
    }
    slab.tenants.add(tenant);
    this.#heldBytes += tenant.ownBytes;
    return slab;
  }

  /** Takes a batch off its slab; with the last one the slab's bytes stop counting. */
  leave(slab: Slab<T>, tenant: T): void {
    const own = slab as MutableSlab<T>;
    if (!own.tenants.delete(tenant)) return;
    this.#heldBytes -= tenant.ownBytes;
    if (own.tenants.size === 0) {
      this.#byMemory.delete(own.memory);
      this.#touched.delete(own);
      this.#heldBytes -= own.bytes;
      this.#lent.drop(own.memory);
    }
    this.#onRelease();
  }

  /** Takes a batch off its slab, which was copied: whoever still reads the old bytes may go on. */
  moveOut(slab: Slab<T>, tenant: T): void {
    this.#lent.forget((slab as MutableSlab<T>).memory);
    this.leave(slab, tenant);
  }

  /** Takes note that records of a slab were settled. */
  touch(slab: Slab<T>): void {
    if (!this.#touched.has(slab)) this.#touched.set(slab, undefined);
  }

  /**
   * Slabs that are {@link worthCompacting}, and have been for `restMs`: where records flow, what is left of a slab is
   * settled within a moment, and the copy would be for nothing and the slab's memory lost to the next fetch. The others
   * are looked at again when more of them is settled.
   *
   * @param now - milliseconds on a clock that never goes back
   */
  takeCompactable(restMs: number, now: number): Slab<T>[] {
    const worth: Slab<T>[] = [];
    for (const [slab, since] of this.#touched) {
      const rests = worthCompacting(slab) && now - (since ?? now) < restMs;
      if (rests) {
        if (since === undefined) this.#touched.set(slab, now);
        continue;
      }
      this.#touched.delete(slab);
      if (worthCompacting(slab)) worth.push(slab);
    }
    return worth;
  }

  /** Whether a slab waits for its rest to pass, so that {@link takeCompactable} is to be asked again. */
  get hasResting(): boolean {
    for (const since of this.#touched.values()) if (since !== undefined) return true;
    return false;
  }
}

/** Below this a slab is not worth a copy. */
const SMALLEST_TO_COMPACT = 64 * 1024;

/** True where less than a quarter of a slab is still unsettled, so that a copy of the rest gives most of it back. */
export function worthCompacting(slab: Slab): boolean {
  if (slab.bytes < SMALLEST_TO_COMPACT) return false;
  let live = 0;
  for (const tenant of slab.tenants) live += tenant.liveBytes;
  return live * 4 < slab.bytes;
}
