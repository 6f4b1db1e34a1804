/** The acknowledgements of a sink: ids count from 0 in each channel and become true after a delay, once. */
export class AckBook {
  readonly #delayMs: number;
  readonly #channels = new Map<string, { next: number; readonly waiting: Map<number, number> }>();

  /** @param delayMs - from the answer to a request until it counts as indexed */
  constructor(delayMs: number) {
    this.#delayMs = delayMs;
  }

  /** A request was taken at `now` (milliseconds); answers its id. */
  taken(channel: string, now: number): number {
    let known = this.#channels.get(channel);
    if (known === undefined) {
      known = { next: 0, waiting: new Map() };
      this.#channels.set(channel, known);
    }
    known.waiting.set(known.next, now + this.#delayMs);
    return known.next++;
  }

  /** HEC's answer to a question for these ids. */
  ask(channel: string, ids: readonly number[], now: number): string {
    const waiting = this.#channels.get(channel)?.waiting;
    const acks: Record<number, boolean> = {};
    for (const id of ids) {
      acks[id] = (waiting?.get(id) ?? Number.POSITIVE_INFINITY) <= now;
      if (acks[id]) waiting?.delete(id);
    }
    return JSON.stringify({ acks });
  }
}
