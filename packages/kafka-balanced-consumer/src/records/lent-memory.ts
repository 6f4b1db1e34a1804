/** From here on memory is worth keeping. */
const SMALLEST = 64 * 1024;
/** Sizes are rounded up to a multiple of this at least. */
const GRAIN = 64 * 1024;
/** And to so many sizes between a power of two and the next. */
const STEPS = 8;

/**
 * The size of the memory for so many bytes. Answers of a busy broker are all of about one length, and each a little
 * longer than some before: in few sizes they fit memory that is there, for an eighth more of it at most.
 */
function roomFor(bytes: number): number {
  const step = Math.max(GRAIN, 2 ** Math.floor(Math.log2(bytes)) / STEPS);
  return Math.ceil(bytes / step) * step;
}

/**
 * Memory for what is fetched, lent out and taken back. Fresh memory of some megabytes per fetch costs more than what is
 * done with it: the system clears each page, and V8 collects garbage by how much of it there is outside its heap.
 *
 * What cannot be lent, since a library brings memory of its own, can be given in custody: it goes back to the system with
 * its last hold, and not whenever V8 collects garbage next.
 *
 * A piece is lent with one hold. Whoever keeps views of it holds it too; with the last hold it may be lent again, and
 * whoever reads an old view then reads other bytes. A piece whose holds never end is left to the garbage collector:
 * forgetting to drop a hold costs memory, dropping one too many costs data.
 */
export class LentMemory {
  readonly #most: () => number;
  readonly #reuse: boolean;
  readonly #holds = new WeakMap<ArrayBufferLike, number>();
  readonly #inCustody = new WeakSet<ArrayBufferLike>();
  #spare: ArrayBuffer[] = [];
  #spareBytes = 0;

  #takenLately = false;

  /**
   * @param most - bytes that may lie unused now
   * @param reuse - false lends nothing twice and takes nothing back: views stay what they are. @defaultValue true
   */
  constructor(most: () => number, reuse = true) {
    this.#most = most;
    this.#reuse = reuse;
  }

  /** Bytes that lie unused. */
  get spareBytes(): number {
    return this.#spareBytes;
  }

  /** A buffer of this length. Its bytes are whatever they were. */
  take(bytes: number): Buffer {
    if (bytes < SMALLEST) return Buffer.allocUnsafeSlow(bytes);
    this.#takenLately = true;
    const memory = this.#fitting(bytes) ?? this.#fresh(roomFor(bytes));
    this.#holds.set(memory, 1);
    return Buffer.from(memory, 0, bytes);
  }

  /** Takes memory that somebody else made, with one hold. Nobody but its holders may have views of it. */
  takeCustody(memory: ArrayBufferLike): void {
    // What is not larger may be the memory that Node shares among small buffers: 8 KiB of it, from Node 24 on 64.
    const least = Math.max(SMALLEST, Buffer.poolSize);
    if (!this.#reuse || memory.byteLength <= least || this.#holds.has(memory)) return;
    this.#inCustody.add(memory);
    this.#holds.set(memory, 1);
  }

  /** One more keeps views of this memory. Memory that was not lent is nobody's business here. */
  hold(memory: ArrayBufferLike): void {
    const holds = this.#holds.get(memory);
    if (holds !== undefined) this.#holds.set(memory, holds + 1);
  }

  /** One fewer. */
  drop(memory: ArrayBufferLike): void {
    const holds = this.#holds.get(memory);
    if (holds === undefined) return;
    if (holds > 1) {
      this.#holds.set(memory, holds - 1);
      return;
    }
    this.#holds.delete(memory);
    if (!this.#reuse) return;
    if (this.#inCustody.delete(memory)) giveBack(memory as ArrayBuffer);
    else this.#keep(memory as ArrayBuffer);
  }

  /** Leaves this memory to the garbage collector: somebody may go on reading it. */
  forget(memory: ArrayBufferLike): void {
    this.#holds.delete(memory);
  }

  /** Called now and then: what was not needed since the last time is let go. */
  tend(): void {
    if (!this.#takenLately) this.#trim(0);
    this.#takenLately = false;
  }

  #fresh(bytes: number): ArrayBuffer {
    this.#trim(this.#most() - bytes);
    return Buffer.allocUnsafeSlow(bytes).buffer as ArrayBuffer;
  }

  /** The newest that is large enough and not much larger: all of it counts as held while it is used. */
  #fitting(bytes: number): ArrayBuffer | undefined {
    const index = this.#spare.findLastIndex(
      ({ byteLength }) => byteLength >= bytes && byteLength <= bytes * 1.25 + GRAIN,
    );
    if (index < 0) return undefined;
    const [memory] = this.#spare.splice(index, 1);
    this.#spareBytes -= memory?.byteLength ?? 0;
    return memory;
  }

  #keep(memory: ArrayBuffer): void {
    this.#spare.push(memory);
    this.#spareBytes += memory.byteLength;
    this.#trim(this.#most());
  }

  /** Lets the oldest go until no more than this lies unused. */
  #trim(bytes: number): void {
    while (this.#spareBytes > 0 && this.#spareBytes > bytes)
      this.#spareBytes -= this.#spare.shift()?.byteLength ?? 0;
  }
}

/** Node has it from 21 on; its types for Node 20 do not know it. */
type Transferable = ArrayBuffer & { transfer?(bytes: number): ArrayBuffer };

/**
 * Gives memory back to the system and not only to the garbage collector, which looks at what has lived for a while far too
 * seldom. Where V8 cannot do it at once the memory moves to a new buffer that nobody has: such ones are collected soon.
 */
function giveBack(memory: ArrayBuffer): void {
  const transferable: Transferable = memory;
  if (transferable.transfer === undefined) structuredClone(memory, { transfer: [memory] });
  else transferable.transfer(0);
}
