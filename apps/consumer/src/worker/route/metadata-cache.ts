import type { SlotKey } from './slot-key.js';

interface Entry<T> {
  readonly key: Uint8Array;
  readonly value: T;
  readonly bytes: number;
}

/** Bounds of {@link MetadataCache}. */
export interface CacheBounds {
  /** Entries of one generation; there are two. */
  readonly entries: number;
  /** Bytes of one generation. */
  readonly bytes: number;
}

/**
 * Metadata by what it was made of. Bounded by count and bytes, whatever the data says: when the younger of two
 * generations is full, the older one is dropped, but for what was used meanwhile.
 */
export class MetadataCache<T> {
  readonly #bounds: CacheBounds;
  // By hash; of two keys with one hash the later one stays. It would take intent to make that happen often.
  #young = new Map<number, Entry<T>>();
  #old = new Map<number, Entry<T>>();
  #youngBytes = 0;

  constructor(bounds: CacheBounds) {
    this.#bounds = bounds;
  }

  /** Entries that are kept. */
  get size(): number {
    return this.#young.size + this.#old.size;
  }

  find(key: SlotKey): T | undefined {
    const young = this.#young.get(key.hash);
    if (young !== undefined && key.equals(young.key)) return young.value;
    const old = this.#old.get(key.hash);
    if (old === undefined || !key.equals(old.key)) return undefined;
    this.#old.delete(key.hash);
    this.#put(key.hash, old);
    return old.value;
  }

  /** Keeps a value for a key that was not found. @param bytes - what the value occupies beside the key, about */
  add(key: SlotKey, value: T, bytes: number): void {
    const copy = key.copy();
    this.#put(key.hash, { key: copy, value, bytes: copy.length + bytes });
  }

  #put(hash: number, entry: Entry<T>): void {
    if (this.#young.size >= this.#bounds.entries || this.#youngBytes >= this.#bounds.bytes) this.#age();
    const before = this.#young.get(hash);
    if (before !== undefined) this.#youngBytes -= before.bytes;
    this.#young.set(hash, entry);
    this.#youngBytes += entry.bytes;
  }

  #age(): void {
    this.#old = this.#young;
    this.#young = new Map();
    this.#youngBytes = 0;
  }
}
