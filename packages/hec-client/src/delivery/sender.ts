import type { OpenBatch } from '../batch/open-batch.js';
import { now } from '../clock.js';
import type { Destination } from '../destination.js';
import type { Answer } from '../transport/answer.js';
import { compress } from '../transport/compress.js';
import type { Transport } from '../transport/transport.js';
import { chooseLane, chooseProbe } from './choose-lane.js';
import type { Endpoint, Ticket } from './endpoint.js';
import type { Lane } from './lane.js';
import type { Ledger } from './ledger.js';
import { makePart, type Part, partBytes, requestFacts, sentEvents } from './part.js';
import { type Plan, plan, runsOf } from './plan.js';
import { judge, type Verdict } from './verdict.js';

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
  /** Lanes that have parts, in the order of their turns. */
  #lanes: Lane<C>[] = [];
  readonly #requests = new Set<Promise<void>>();
  #pumpIsDue = false;
  #timer: NodeJS.Timeout | undefined;
  /** The part that is compressed while the ones before it are in flight. */
  #ahead: { readonly lane: Lane<C>; readonly part: Part<C> } | undefined;
  #closed = false;

  constructor(options: SenderOptions<C>) {
    this.#options = options;
  }

  get inFlight(): number {
    return this.#requests.size;
  }

  /** Takes a sealed batch over. */
  add(batch: OpenBatch<C>): void {
    this.#options.ledger.opened();
    this.#putBack(this.#options.lane(batch.destination), [makePart(batch, 0, batch.events)]);
    this.#schedule();
  }

  /** Ends all requests and waits; what has no outcome then becomes `unknown`. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#options.transport.close();
    await Promise.all(this.#requests);
    for (const lane of this.#lanes) {
      for (const part of lane.parts.splice(0)) this.#settleAll(part);
    }
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
    const { concurrency } = this.#options;
    this.#lanes = this.#lanes.filter((lane) => lane.parts.length > 0);
    while (this.#requests.size < concurrency) {
      const lane = this.#choose(now());
      if (lane === undefined) break;
      this.#launch(lane);
    }
    this.#compressAhead();
    this.#arm();
  }

  #choose(at: number): Lane<C> | undefined {
    const { endpoint, ordered } = this.#options;
    if (endpoint.health.isOk) return chooseLane(this.#lanes, ordered, at);
    if (endpoint.probing || at < endpoint.health.until) return undefined;
    return chooseProbe(this.#lanes, ordered, at);
  }

  #launch(lane: Lane<C>): void {
    const part = lane.parts.shift()!;
    // To the end of the row: each destination has its turn.
    this.#lanes.splice(this.#lanes.indexOf(lane), 1);
    this.#lanes.push(lane);
    lane.inFlight++;
    lane.lastAttempt = now();
    const ticket = this.#options.endpoint.sent(lane);
    this.#options.ledger.sent(part);
    const request = this.#send(lane, part).then((answer) => {
      this.#requests.delete(request);
      lane.inFlight--;
      this.#options.endpoint.returned(ticket);
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
    const due = (lane: Lane<C>): boolean => lane.health.isOk && lane.blame !== 'accused';
    const { lane: last, part: ahead } = this.#ahead ?? {};
    if (last !== undefined && ahead !== undefined && due(last) && last.parts.includes(ahead)) return;
    const lane = this.#lanes.find((one) => due(one) && one.parts.length > 0);
    const part = lane?.parts[0];
    if (lane === undefined || part === undefined) return;
    void this.#encode(part);
    this.#ahead = { lane, part };
  }

  #apply(lane: Lane<C>, part: Part<C>, ticket: Ticket, answer: Answer): void {
    if (this.#closed && answer.kind === 'failed') {
      this.#putBack(lane, [part]);
      return;
    }
    const verdict = judge(answer, requestFacts(part), now());
    this.#follow(lane, part, ticket, verdict);
    const stalled = !lane.health.isOk;
    if (lane.account.stalled && !stalled) this.#options.onUnstalled();
    lane.account.stalled = stalled;
  }

  #follow(lane: Lane<C>, part: Part<C>, ticket: Ticket, verdict: Verdict): void {
    const { endpoint, ledger } = this.#options;
    switch (verdict.kind) {
      case 'retry':
        ledger.refused();
        if (verdict.ambiguous) part.ambiguous = true;
        this.#putBack(lane, [part]);
        endpoint.failed(lane, ticket, verdict.cause, verdict.retryAfterMs);
        return;
      case 'not-found':
        ledger.refused();
        this.#putBack(lane, [part]);
        endpoint.notFound(lane, ticket, verdict.cause);
        return;
      case 'endpoint-config':
        ledger.refused();
        this.#putBack(lane, [part]);
        endpoint.paused(ticket, verdict.cause);
        return;
      case 'destination-config':
        ledger.refused();
        this.#putBack(lane, [part]);
        endpoint.answered(lane, ticket);
        lane.pause('config', ticket.laneEpoch, verdict.cause);
        return;
      case 'forbidden':
        // Others pass and this one is forbidden once more: something in it is what the firewall minds.
        if (part.forbiddenAt !== undefined && endpoint.deliveries > part.forbiddenAt) {
          this.#carryOut(lane, part, ticket, plan(part, { kind: 'halve', refusal: verdict.refusal }));
          return;
        }
        ledger.refused();
        part.forbiddenAt ??= endpoint.deliveries;
        this.#putLast(lane, part);
        endpoint.paused(ticket, verdict.cause);
        return;
      default:
        this.#carryOut(lane, part, ticket, plan(part, verdict));
    }
  }

  #carryOut(
    lane: Lane<C>,
    part: Part<C>,
    ticket: Ticket,
    { runs, again, delivered, refusal }: Plan<C>,
  ): void {
    const { endpoint, ledger, pauseAfterRejections } = this.#options;
    endpoint.answered(lane, ticket);
    if (delivered > 0) {
      endpoint.deliveries++;
      lane.accepted();
    } else {
      ledger.refused();
      if (lane.pausedFor === 'rejections') {
        // Paused because everything is refused: as long as nothing is taken, nothing more is called rejected.
        if (refusal === undefined) this.#putBack(lane, again);
        else this.#putLast(lane, part);
        lane.pauseOn(ticket.laneEpoch);
        return;
      }
    }
    lane.heal();
    this.#putBack(lane, again);
    ledger.settle(part.batch, runs);
    if (refusal === undefined) return;
    const row = lane.rejected(refusal);
    if (row < pauseAfterRejections) return;
    const { code, status, text } = refusal;
    const reason = `${status} ${text}${code === undefined ? '' : ` (code ${code})`}`;
    lane.pause('rejections', lane.epoch, `${row} events in a row were rejected: ${reason}`);
  }

  #putLast(lane: Lane<C>, part: Part<C>): void {
    if (this.#options.ordered) lane.putBack([part]);
    else lane.putLast(part);
    this.#listed(lane);
  }

  #putBack(lane: Lane<C>, parts: readonly Part<C>[]): void {
    // A part without bytes has only events that were refused locally; there is nothing to ask Splunk about.
    const [empty, full] = [
      parts.filter((part) => sentEvents(part) === 0),
      parts.filter((part) => sentEvents(part) > 0),
    ];
    for (const part of empty) queueMicrotask(() => this.#settleAll(part));
    if (full.length === 0) return;
    lane.putBack(full);
    this.#listed(lane);
  }

  #listed(lane: Lane<C>): void {
    if (!this.#lanes.includes(lane)) this.#lanes.push(lane);
  }

  #settleAll(part: Part<C>): void {
    this.#options.ledger.settle(part.batch, runsOf(part, part.from, part.to, 'unknown'));
  }

  /** Wakes up when the next attempt may be made. Answers and new batches wake by themselves. */
  #arm(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const at = this.#nextAttempt();
    if (at !== undefined) this.#timer = setTimeout(() => this.#pump(), Math.max(1, Math.ceil(at - now())));
  }

  #nextAttempt(): number | undefined {
    const { endpoint, concurrency, ordered } = this.#options;
    if (endpoint.probing || this.#requests.size >= concurrency) return undefined;
    let soonest = Number.POSITIVE_INFINITY;
    for (const lane of this.#lanes) soonest = Math.min(soonest, lane.nextAttempt(ordered) ?? soonest);
    return soonest === Number.POSITIVE_INFINITY ? undefined : Math.max(endpoint.health.until, soonest);
  }
}
