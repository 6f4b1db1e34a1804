import type { HecClient } from '../client.js';
import type { Destination, DestinationSpec } from '../destination.js';
import { HecError } from '../errors.js';
import { guarded } from '../guarded.js';
import { createHecClient } from '../hec-client.js';
import type { OutcomeRun } from '../outcome.js';
import { isRefusal } from '../wire/encode-event.js';
import { BatchRecord } from './batch-record.js';
import type {
  AddOptions,
  BatcherEvent,
  BatcherSnapshot,
  CloseOptions,
  CloseReport,
  EventOutcome,
  HecBatcher,
  HecBatcherOptions,
} from './batcher.js';
import { contentOf, ItemWriter, type QueuedItem } from './queued-item.js';
import { WaitingRoom } from './waiting-room.js';

const MAX_EVENT_BYTES = 5 * 1024 * 1024;
const DEADLINE_MS = 10_000;
// Most calls find room, and one promise serves them all.
const READY: Promise<void> = Promise.resolve();
const ABORTED: EventOutcome = { kind: 'unknown', text: 'the caller waits no longer; it may still arrive' };

/**
 * Makes a batcher: the client for who has one event at a time and wants a promise for it.
 *
 * @throws HecError `HEC_OPTION` for options that cannot work
 */
export function createHecBatcher(options: HecBatcherOptions): HecBatcher {
  return new Batcher(options);
}

class Batcher implements HecBatcher {
  readonly #options: HecBatcherOptions;
  readonly #client: HecClient<BatchRecord>;
  readonly #destination: Destination;
  readonly #writer = new ItemWriter();
  readonly #records = new Set<BatchRecord>();
  readonly #room = new WaitingRoom((item) => this.#tryAppend(item));
  readonly #maxEventBytes: number;
  #refusedLocally = 0;
  #unknown = 0;
  #closing: Promise<CloseReport> | undefined;
  #closeNow: (() => void) | undefined;

  constructor(options: HecBatcherOptions) {
    const { destination = { kind: 'event' }, maxEventBytes = MAX_EVENT_BYTES, signal } = options;
    if (!(Number.isSafeInteger(maxEventBytes) && maxEventBytes >= 1)) {
      throw new HecError('HEC_OPTION', `maxEventBytes must be a whole number from 1, not ${maxEventBytes}`);
    }
    this.#options = options;
    this.#maxEventBytes = maxEventBytes;
    this.#client = createHecClient<BatchRecord>({
      ...options,
      newContext: () => new BatchRecord(),
      onOutcome: ({ context }, runs) => this.#decided(context, runs),
      onRoom: () => {
        this.#room.admit();
        // Nothing comes any more that could fill up what was just begun.
        if (this.#closing !== undefined) this.#client.flush();
      },
    });
    this.#destination = this.#client.destination(destination);
    const abort = (): void => void this.close({ deadlineMs: 0 });
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort, { once: true });
  }

  destination(spec: DestinationSpec): Destination {
    return this.#client.destination(spec);
  }

  add(event: BatcherEvent, options: AddOptions = {}): Promise<void> {
    const { onRejected } = this.#options;
    const settle =
      onRejected &&
      ((outcome: EventOutcome): void => {
        if (outcome.kind === 'rejected') guarded(() => onRejected(event, outcome));
      });
    return this.#queue(event, options, settle);
  }

  send(event: BatcherEvent, options: AddOptions = {}): Promise<EventOutcome> {
    const { signal } = options;
    const { onRejected } = this.#options;
    return new Promise((resolve, reject) => {
      const abort = (): void => resolve(ABORTED);
      let settled = false;
      const settle = (outcome: EventOutcome): void => {
        settled = true;
        signal?.removeEventListener('abort', abort);
        if (outcome.kind === 'rejected') guarded(() => onRejected?.(event, outcome));
        resolve(outcome);
      };
      this.#queue(event, options, settle).then(() => {
        // What is refused here has its outcome before this turn: nobody would take the listener away.
        if (settled) return;
        signal?.addEventListener('abort', abort);
        // It may have aborted between the queueing and this turn.
        if (signal?.aborted) abort();
      }, reject);
    });
  }

  async flush(): Promise<void> {
    // What waits for room when flush is called must get it first; what comes later does not count.
    await this.#room.allQueued();
    this.#client.flush();
    await Promise.all([...this.#records].map((record) => record.done()));
  }

  close({ deadlineMs = DEADLINE_MS }: CloseOptions = {}): Promise<CloseReport> {
    if (this.#closing !== undefined) {
      if (deadlineMs <= 0) this.#closeNow?.();
      return this.#closing;
    }
    this.#closing = this.#close(deadlineMs);
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close().then(() => {});
  }

  snapshot(): BatcherSnapshot {
    return {
      ...this.#client.snapshot(),
      waiting: this.#room.size,
      refusedLocally: this.#refusedLocally,
    };
  }

  #queue(event: BatcherEvent, options: AddOptions, settle: QueuedItem['settle']): Promise<void> {
    const { destination = this.#destination, signal } = options;
    if (this.#closing !== undefined) {
      return Promise.reject(new HecError('HEC_CLOSED', 'this batcher is closed'));
    }
    if (signal?.aborted) return Promise.reject(signal.reason as Error);
    const content = contentOf(event, destination, this.#maxEventBytes);
    if (typeof content === 'object' && !(content instanceof Uint8Array) && isRefusal(content)) {
      this.#refusedLocally++;
      settle?.({ kind: 'rejected', ...content });
      return READY;
    }
    const item: QueuedItem = { destination, content, settle };
    try {
      // Who came first goes first, also when room appears between two calls.
      if (!this.#room.isWaitedFor(destination) && this.#tryAppend(item)) return READY;
    } catch (error) {
      return Promise.reject(error as Error);
    }
    return this.#room.wait(item, signal);
  }

  #tryAppend(item: QueuedItem): boolean {
    for (;;) {
      const batch = this.#client.open(item.destination);
      if (batch === undefined) return false;
      const number = this.#writer.write(batch, item);
      if (number < 0) continue;
      batch.context.added(number, item.settle);
      if (number === 0) this.#records.add(batch.context);
      return true;
    }
  }

  #decided(record: BatchRecord, runs: readonly OutcomeRun[]): void {
    for (const { kind, from, to } of runs) if (kind === 'unknown') this.#unknown += to - from;
    record.decided(runs);
    if (record.isDone) this.#records.delete(record);
  }

  async #close(deadlineMs: number): Promise<CloseReport> {
    const deadline = new AbortController();
    this.#closeNow = () => deadline.abort();
    const timer = setTimeout(this.#closeNow, Math.max(0, deadlineMs));
    if (deadlineMs <= 0) deadline.abort();
    do {
      // With nothing held there is room for one at least, so each turn gets on.
      this.#room.admit();
      this.#client.flush();
      await this.#client.idle(deadline.signal);
    } while (this.#room.size > 0 && !deadline.signal.aborted);
    clearTimeout(timer);
    const unsent = this.#room.dismiss(new HecError('HEC_CLOSED', 'closed before there was room: not sent'));
    await this.#client.close();
    return { unknown: this.#unknown, unsent };
  }
}
