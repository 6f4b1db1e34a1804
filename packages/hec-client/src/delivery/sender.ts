import type { OpenBatch } from '../batch/open-batch.js';
import { now } from '../clock.js';
import type { Destination } from '../destination.js';
import type { Answer } from '../transport/answer.js';
import { compress } from '../transport/compress.js';
import type { Transport } from '../transport/transport.js';
import type { Endpoint, Ticket } from './endpoint.js';
import type { Lane } from './lane.js';
import type { Ledger } from './ledger.js';
import { makePart, type Part, partBytes, requestFacts } from './part.js';
import { runsOf } from './plan.js';
import { judge } from './verdict.js';
import { VerdictFollower } from './verdict-follower.js';
import { WaitingLanes } from './waiting-lanes.js';

/** Options of {@link Sender}. */
export interface SenderOptions<C> {
  readonly transport: Transport;
  readonly endpoint: Endpoint<C>;
  readonly ledger: Ledger<C>;
  /** The lane of a destination; the same object each time. */
  readonly lane: (destination: Destination) => Lane<C>;
  readonly concurrency: number;
  readonly ordered: boolean;
  readonly gzipLevel: number | undefined;
  readonly pauseAfterRejections: number;
  /** A destination that was stalled is so no more. */
  readonly onUnstalled: () => void;
}

/** Sends sealed batches until every event of theirs has an outcome. */
export class Sender<C> {
  readonly #options: SenderOptions<C>;
  readonly #waiting: WaitingLanes<C>;
  readonly #follower: VerdictFollower<C>;
  readonly #requests = new Set<Promise<void>>();
  #pumpIsDue = false;
  #timer: NodeJS.Timeout | undefined;
  /** The part that is compressed while the ones before it are in flight. */
  #ahead: { readonly lane: Lane<C>; readonly part: Part<C> } | undefined;
  #closed = false;

  constructor(options: SenderOptions<C>) {
    this.#options = options;
    this.#waiting = new WaitingLanes({ ...options, settleEmpty: (part) => this.#settleUnsent(part) });
    this.#follower = new VerdictFollower({ ...options, waiting: this.#waiting });
  }

  get inFlight(): number {
    return this.#requests.size;
  }

  /** Takes a sealed batch over. */
  add(batch: OpenBatch<C>): void {
    this.#options.ledger.opened();
    this.#waiting.putBack(this.#options.lane(batch.destination), [makePart(batch, 0, batch.events)]);
    this.#schedule();
  }

  /** Ends all requests and waits; what has no outcome then becomes `unknown`. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#options.transport.close();
    await Promise.all(this.#requests);
    for (const part of this.#waiting.takeAll()) this.#settleUnsent(part);
  }

  /** Sending begins after the caller's turn: `append` seals batches from within the caller's loop. */
  #schedule(): void {
    if (this.#pumpIsDue) return;
    this.#pumpIsDue = true;
    queueMicrotask(() => {
      this.#pumpIsDue = false;
      this.#pump();
    });
  }

  #pump(): void {
    if (this.#closed) return;
    while (this.#requests.size < this.#options.concurrency) {
      const next = this.#waiting.take(now());
      if (next === undefined) break;
      this.#launch(next.lane, next.part);
    }
    this.#compressAhead();
    this.#arm();
  }

  #launch(lane: Lane<C>, part: Part<C>): void {
    const { endpoint, ledger } = this.#options;
    const ticket = endpoint.sent(lane);
    lane.inFlight++;
    lane.lastAttempt = now();
    ledger.sent(part);
    const request = this.#send(lane, part).then((answer) => {
      this.#requests.delete(request);
      lane.inFlight--;
      endpoint.returned(ticket);
      this.#apply(lane, part, ticket, answer);
      this.#pump();
    });
    this.#requests.add(request);
  }

  async #send(lane: Lane<C>, part: Part<C>): Promise<Answer> {
    const encoded = await this.#encode(part);
    return this.#options.transport.post({
      path: lane.path,
      contentType: lane.destination.kind === 'raw' ? 'text/plain' : 'application/json',
      body: encoded ?? partBytes(part),
      gzip: encoded !== undefined,
    });
  }

  #apply(lane: Lane<C>, part: Part<C>, ticket: Ticket, answer: Answer): void {
    // Broken off by close: it says nothing about the endpoint.
    if (this.#closed && answer.kind === 'failed') this.#waiting.putBack(lane, [part]);
    else this.#follower.follow(lane, part, ticket, judge(answer, requestFacts(part), now()));
  }

  #encode(part: Part<C>): Promise<Uint8Array | undefined> | undefined {
    const { gzipLevel } = this.#options;
    if (gzipLevel === undefined) return undefined;
    part.encoded ??= compress(partBytes(part), gzipLevel);
    return part.encoded;
  }

  /** While all slots wait for answers, the next body is made ready. One only: it is memory beside the bound. */
  #compressAhead(): void {
    const { endpoint, concurrency, gzipLevel } = this.#options;
    if (gzipLevel === undefined || this.#requests.size < concurrency || !endpoint.health.isOk) return;
    const { lane: last, part: ahead } = this.#ahead ?? {};
    if (last?.health.isOk && ahead !== undefined && last.parts.includes(ahead)) return;
    const lane = this.#waiting.next();
    const part = lane?.parts[0];
    if (lane === undefined || part === undefined) return;
    void this.#encode(part);
    this.#ahead = { lane, part };
  }

  /** Settles a part that will not be sent: what was refused locally is rejected, the rest is unknown. */
  #settleUnsent(part: Part<C>): void {
    this.#options.ledger.settle(part.batch, runsOf(part, part.from, part.to, 'unknown'));
  }

  /** Wakes up when the next attempt may be made. Answers and new batches wake by themselves. */
  #arm(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#requests.size >= this.#options.concurrency) return;
    const at = this.#waiting.nextAttempt();
    if (at !== undefined) this.#timer = setTimeout(() => this.#pump(), Math.max(1, Math.ceil(at - now())));
  }
}
