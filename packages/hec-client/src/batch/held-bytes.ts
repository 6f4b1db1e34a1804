/** What one destination holds of the byte bound. */
export interface Account {
  held: number;
  /** Events cannot leave at the moment: holding more of them would only take room from others. */
  stalled: boolean;
  /** Capacity that its last batch needed, so that the next one need not grow into it. */
  usualBytes: number;
  usualEvents: number;
}

/** A new account that holds nothing. */
export function openAccount(): Account {
  return { held: 0, stalled: false, usualBytes: 0, usualEvents: 0 };
}

/**
 * The byte bound over all bodies, and its fair division: a destination may only take what leaves as much room for
 * the others as it holds itself. So one that hogs ends at half, a second at a quarter, and there is always room for
 * one more, without a fixed share that would lie idle.
 */
export class HeldBytes {
  readonly #max: number;
  readonly #onRoom: () => void;
  #total = 0;
  #refused = false;
  #announcing = false;

  /**
   * @param max - bytes of all bodies
   * @param onRoom - called from the event loop, once, when bytes came back after a refusal
   */
  constructor(max: number, onRoom: () => void) {
    this.#max = max;
    this.#onRoom = onRoom;
  }

  get total(): number {
    return this.#total;
  }

  get max(): number {
    return this.#max;
  }

  /**
   * Whether a destination may open a batch. One that holds some already needs room for a whole batch, not for its
   * beginning: under pressure the freed bytes would otherwise be taken by ever smaller batches. One that holds nothing
   * needs any room at all: it must come to its turn, if only with one event.
   */
  mayOpen(account: Account, whole: number): boolean {
    const fits =
      account.held === 0 ? this.#total < this.#max : !account.stalled && this.mayGrow(account, whole);
    if (!fits) this.#refused = true;
    return fits;
  }

  /** Whether a destination may hold so many bytes more. */
  mayGrow(account: Account, bytes: number): boolean {
    return account.held + bytes <= this.#max - this.#total - bytes;
  }

  /** Adds bytes to what a destination holds, or takes them off when negative. */
  change(account: Account, bytes: number): void {
    account.held += bytes;
    this.#total += bytes;
    if (bytes < 0) this.announce();
  }

  /** There may be room for somebody who was refused. */
  announce(): void {
    if (!this.#refused || this.#announcing) return;
    this.#announcing = true;
    setImmediate(() => {
      this.#announcing = false;
      this.#refused = false;
      this.#onRoom();
    });
  }
}
