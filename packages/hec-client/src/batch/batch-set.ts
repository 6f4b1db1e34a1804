import { now } from '../clock.js';
import type { Destination } from '../destination.js';
import { type Body, footprint } from './body.js';
import { BodyPool } from './body-pool.js';
import { BodySizes } from './body-sizes.js';
import { type Account, HeldBytes } from './held-bytes.js';
import { type BatchOwner, OpenBatch } from './open-batch.js';

/** Options of {@link BatchSet}. */
export interface BatchSetOptions<C> {
  readonly maxBytes: number;
  readonly maxEvents: number;
  readonly lingerMs: number;
  readonly maxHeldBytes: number;
  readonly newContext: () => C;
  /** The account of a destination; the same object each time. */
  readonly account: (destination: Destination) => Account;
  /** Takes a sealed batch that has events. Called from within `append`, `open` and `flush`. */
  readonly onSealed: (batch: OpenBatch<C>) => void;
  /** See {@link HeldBytes}. */
  readonly onRoom: () => void;
}

/** Batches that may be open at once; past that the one that was opened first is sealed. */
const MAX_OPEN = 256;

/** The open batches, one per destination, and the memory of all batches. */
export class BatchSet<C> implements BatchOwner<C> {
  readonly maxBytes: number;
  readonly maxEvents: number;
  readonly held: HeldBytes;
  readonly #options: BatchSetOptions<C>;
  readonly #sizes: BodySizes;
  readonly #pool: BodyPool;
  readonly #open = new Map<Destination, OpenBatch<C>>();
  #nextId = 0;
  #filling = 0;
  #timer: NodeJS.Timeout | undefined;
  #timerAt = 0;

  constructor(options: BatchSetOptions<C>) {
    this.#options = options;
    this.maxBytes = options.maxBytes;
    this.maxEvents = options.maxEvents;
    this.held = new HeldBytes(options.maxHeldBytes, options.onRoom);
    this.#sizes = new BodySizes(options.maxBytes, options.maxHeldBytes);
    // As much as one destination may hold: what it gives back is what it will need again.
    this.#pool = new BodyPool(options.maxHeldBytes / 2);
  }

  /** Open batches that have events. */
  get filling(): number {
    return this.#filling;
  }

  /** The open batch of a destination, a new one where there is none; undefined where the byte bound has no room. */
  open(destination: Destination): OpenBatch<C> | undefined {
    const open = this.#open.get(destination);
    if (open !== undefined) return open;
    const whole = Math.min(this.#sizes.full, this.held.max / 8);
    if (!this.held.mayOpen(this.#options.account(destination), whole)) return undefined;
    if (this.#open.size >= MAX_OPEN) this.#sealFirst();
    const batch = new OpenBatch(this.#nextId++, destination, this.#options.newContext(), this);
    this.#open.set(destination, batch);
    return batch;
  }

  /** Seals every open batch that has events. */
  flush(): void {
    for (const batch of [...this.#open.values()]) if (batch.events > 0) batch.seal();
  }

  /** Takes back the body of a batch whose every event has an outcome. */
  release(batch: OpenBatch<C>): void {
    const { body } = batch;
    if (body === undefined) return;
    batch.body = undefined;
    this.#giveBack(this.#options.account(batch.destination), body);
  }

  /** Seals every batch, the empty ones too, and ends the timer: nothing more can be appended. */
  sealAll(): void {
    for (const batch of [...this.#open.values()]) batch.seal();
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  grow(batch: OpenBatch<C>, bytes: number, events: number): Body | undefined {
    const account = this.#options.account(batch.destination);
    const old = batch.body;
    const size = old === undefined ? this.#firstSize(account, bytes) : this.#nextSize(old, bytes, events);
    const more =
      size.bytes + size.events * Uint32Array.BYTES_PER_ELEMENT - (old === undefined ? 0 : footprint(old));
    if (batch.events > 0 && !this.held.mayGrow(account, more)) return undefined;

    const body = this.#pool.take(size.bytes, size.events);
    if (old !== undefined) {
      old.bytes.copy(body.bytes, 0, 0, batch.bytes);
      body.ends.set(old.ends.subarray(0, batch.events));
      this.#giveBack(account, old);
    }
    this.held.change(account, footprint(body));
    // What lies in the pool is memory too: the bound holds for both together.
    this.#pool.trim(Math.max(0, this.held.max - this.held.total));
    return body;
  }

  #nextSize(old: Body, bytes: number, events: number): { bytes: number; events: number } {
    return {
      bytes: Math.max(old.bytes.length, this.#sizes.bytesFor(bytes)),
      events: Math.max(old.ends.length, this.#sizes.eventsFor(events)),
    };
  }

  /** The first body is as large as the destination's last one came to be; only as large as it must in a shortage. */
  #firstSize(account: Account, bytes: number): { bytes: number; events: number } {
    const least = { bytes: this.#sizes.bytesFor(bytes), events: this.#sizes.eventsFor(1) };
    const usual = {
      bytes: Math.max(account.usualBytes, least.bytes),
      events: Math.max(account.usualEvents, least.events),
    };
    const fits = [usual, least].find((size) =>
      this.held.mayGrow(account, size.bytes + size.events * Uint32Array.BYTES_PER_ELEMENT),
    );
    return fits ?? { bytes, events: 1 };
  }

  started(batch: OpenBatch<C>): void {
    this.#filling++;
    batch.startedAt = now();
    this.#arm(batch.startedAt + this.#options.lingerMs);
  }

  sealed(batch: OpenBatch<C>): void {
    this.#open.delete(batch.destination);
    if (batch.events === 0) return;
    this.#filling--;
    const account = this.#options.account(batch.destination);
    const { body } = batch;
    if (body !== undefined && this.#sizes.fits(body)) {
      // Sizes that the events needed, not the ones that the body had: a quiet destination becomes small again.
      account.usualBytes = this.#sizes.bytesFor(batch.bytes);
      account.usualEvents = this.#sizes.eventsFor(batch.events);
    }
    this.#options.onSealed(batch);
  }

  #giveBack(account: Account, body: Body): void {
    if (this.#sizes.fits(body)) this.#pool.give(body);
    this.held.change(account, -footprint(body));
  }

  #sealFirst(): void {
    for (const batch of this.#open.values()) {
      batch.seal();
      return;
    }
  }

  /** One timer for all: it waits for the oldest batch. An event that comes later never moves it. */
  #arm(at: number): void {
    if (this.#timer !== undefined && this.#timerAt <= at) return;
    clearTimeout(this.#timer);
    this.#timerAt = at;
    this.#timer = setTimeout(() => this.#expire(), Math.max(0, Math.ceil(at - now())));
  }

  #expire(): void {
    this.#timer = undefined;
    const latest = now() - this.#options.lingerMs;
    let next = Number.POSITIVE_INFINITY;
    for (const batch of [...this.#open.values()]) {
      if (batch.events === 0) continue;
      if (batch.startedAt <= latest) batch.seal();
      else next = Math.min(next, batch.startedAt + this.#options.lingerMs);
    }
    if (next !== Number.POSITIVE_INFINITY) this.#arm(next);
  }
}
