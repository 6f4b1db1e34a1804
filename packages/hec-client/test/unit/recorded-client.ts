import {
  type Batch,
  createHecClient,
  type DeliveryState,
  type Destination,
  type EventHead,
  type HecClient,
  type HecClientOptions,
  type OutcomeRun,
} from '../../src/index.js';

/** What a test hangs on a batch: the events it appended. */
export interface Context {
  readonly events: string[];
  /** How often each event got an outcome. */
  readonly outcomes: OutcomeRun[];
}

export type Rejected = Pick<OutcomeRun, 'code' | 'status' | 'text'> & { readonly event: string };

/** A client with short waits that writes down what it is told. */
export class RecordedClient {
  readonly client: HecClient<Context>;
  readonly states: DeliveryState[] = [];
  readonly delivered: string[] = [];
  readonly acknowledged: string[] = [];
  readonly unacknowledged: string[] = [];
  readonly rejected: Rejected[] = [];
  readonly unknown: string[] = [];
  /** Events that got an outcome twice. */
  readonly twice: string[] = [];
  /** Ranges that were told taken and have no outcome yet, and outcomes of the acknowledgement that were no such range. */
  readonly taken = new Set<string>();
  readonly neverTaken: string[] = [];
  rooms = 0;
  #decided = new Set<string>();
  #listeners = new Set<() => void>();

  constructor(options: Partial<HecClientOptions<Context>>) {
    this.client = createHecClient<Context>({
      token: 'token-1',
      lingerMs: 5,
      backoff: { firstMs: 1, maxMs: 5 },
      probe: { firstMs: 1, maxMs: 5 },
      newContext: () => ({ events: [], outcomes: [] }),
      ...options,
      onOutcome: (batch, runs) => {
        this.#record(batch, runs);
        options.onOutcome?.(batch, runs);
        this.#changed();
      },
      onTaken: (batch, ranges) => {
        for (const { from, to } of ranges) this.taken.add(`${batch.id}/${from}-${to}`);
        options.onTaken?.(batch, ranges);
        this.#changed();
      },
      onState: (state) => {
        this.states.push(state);
        options.onState?.(state);
        this.#changed();
      },
      onRoom: () => {
        this.rooms++;
        options.onRoom?.();
        this.#changed();
      },
    });
  }

  /** Appends events; throws where there is no room. */
  add(destination: Destination, events: readonly string[], head?: EventHead, timeMs?: number): void {
    for (const event of events) {
      if (!this.tryAdd(destination, event, head, timeMs)) throw new Error('no room');
    }
  }

  tryAdd(destination: Destination, event: string, head?: EventHead, timeMs?: number): boolean {
    const bytes = Buffer.from(event);
    for (;;) {
      const batch = this.client.open(destination);
      if (batch === undefined) return false;
      const number = batch.append(bytes, 0, bytes.length, head, timeMs);
      if (number < 0) continue;
      batch.context.events[number] = event;
      return true;
    }
  }

  /** Resolves when a condition over what was recorded holds. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.#listeners.add(resolve));
  }

  async flushed(): Promise<void> {
    this.client.flush();
    await this.client.idle();
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
    this.#listeners.clear();
  }

  #record(batch: Batch<Context>, runs: readonly OutcomeRun[]): void {
    for (const run of runs) {
      const range = `${batch.id}/${run.from}-${run.to}`;
      const isLate = run.kind === 'acknowledged' || run.kind === 'unacknowledged';
      if (!this.taken.delete(range) && isLate) this.neverTaken.push(range);
      for (let number = run.from; number < run.to; number++) {
        const event = batch.context.events[number] ?? `no event ${number}`;
        const key = `${batch.id}/${number}`;
        if (this.#decided.has(key)) this.twice.push(event);
        this.#decided.add(key);
        if (run.kind === 'delivered') this.delivered.push(event);
        else if (run.kind !== 'rejected') this[run.kind].push(event);
        else {
          const { code, status, text } = run;
          this.rejected.push({
            event,
            ...(code === undefined ? {} : { code }),
            ...(status === undefined ? {} : { status }),
            ...(text === undefined ? {} : { text }),
          });
        }
      }
    }
  }
}
