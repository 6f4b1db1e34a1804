/** One reading of a whole topic: what a reader tells when it has all events. */
export interface ConsumeLap {
  /** Between joining the group and the last event. */
  readonly seconds: number;
  /** CPU seconds of the process between the same two moments. */
  readonly cpuSeconds: number;
  /** Largest resident memory of the process. */
  readonly peakBytes: number;
}

/** Counts events in a reader's process, and tells the parent when all have come. */
export class LapCounter {
  readonly #events: number;
  #left: number;
  #begin: { readonly at: number; readonly cpu: NodeJS.CpuUsage } | undefined;

  constructor(events: number) {
    this.#events = events;
    this.#left = events;
  }

  /**
   * Call when the group is joined, before anything is fetched. Not at the first event: of a topic that is packed well one
   * fetch brings hundreds of thousands, and who unpacks them all before handing out the first would not be charged.
   */
  begin(): void {
    this.#begin ??= { at: performance.now(), cpu: process.cpuUsage() };
  }

  /** Call after the events of a batch were looked at. */
  seen(events: number): void {
    const before = this.#left;
    this.#left -= events;
    if (before <= 0 || this.#left > 0 || this.#begin === undefined) return;
    const { user, system } = process.cpuUsage(this.#begin.cpu);
    const lap: ConsumeLap = {
      seconds: (performance.now() - this.#begin.at) / 1000,
      cpuSeconds: (user + system) / 1e6,
      peakBytes: process.resourceUsage().maxRSS * 1024,
    };
    process.send?.({ events: this.#events, ...lap });
  }
}
