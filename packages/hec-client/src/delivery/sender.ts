import type { OpenBatch } from '../batch/open-batch.js';
import { now } from '../clock.js';
import type { Destination } from '../destination.js';
import type { Answer } from '../transport/answer.js';
import { compress } from '../transport/compress.js';
import { AckDesk, type AckDeskOptions } from './ack-desk.js';
import { AckPoller } from './ack-poller.js';
import type { Lane } from './lane.js';
import type { Ledger } from './ledger.js';
import { makePart, type Part, partBytes, requestFacts } from './part.js';
import { runsOf } from './plan.js';
import type { Site } from './site.js';
import type { SiteChooser } from './site-chooser.js';
import type { Trip } from './trip.js';
import { judge, replyOf } from './verdict.js';
import { VerdictFollower } from './verdict-follower.js';
import { type Waiting, WaitingLanes } from './waiting-lanes.js';

/** Options of {@link Sender}. */
export interface SenderOptions<C> {
  readonly sites: SiteChooser<C>;
  readonly ledger: Ledger<C>;
  /** The lane of a destination; the same object each time. */
  readonly lane: (destination: Destination) => Lane<C>;
  readonly ordered: boolean;
  readonly timeoutMs: number;
  readonly gzipLevel: number | undefined;
  readonly pauseAfterRejections: number;
  readonly acks: {
    readonly mode: 'required' | 'offered' | 'off';
    readonly hold: 'body' | 'caller';
    readonly pollMs: number;
    readonly timeoutMs: number;
  };
  /** See {@link AckDeskOptions}. */
  readonly onTaken: AckDeskOptions<C>['onTaken'];
  readonly weigh: AckDeskOptions<C>['weigh'];
  /** A destination that was stalled is so no more. */
  readonly onUnstalled: () => void;
}

/**
 * Part of `timeoutMs`, as a divisor, that a probe may take while another endpoint is well, and the least of it in
 * milliseconds: its batch could be delivered there. An endpoint that answers later is none to go back to.
 */
const PROBE_PART = 12;
const LEAST_PROBE_MS = 1000;

/** Sends sealed batches until every event of theirs has an outcome. */
export class Sender<C> {
  readonly #options: SenderOptions<C>;
  readonly #waiting: WaitingLanes<C>;
  readonly #desk: AckDesk<C>;
  readonly #poller: AckPoller<C>;
  readonly #follower: VerdictFollower<C>;
  readonly #requests = new Set<Promise<void>>();
  #pumpIsDue = false;
  #timer: NodeJS.Timeout | undefined;
  /** The part that is compressed while the ones before it are in flight. */
  #ahead: { readonly lane: Lane<C>; readonly part: Part<C> } | undefined;
  #closed = false;

  constructor(options: SenderOptions<C>) {
    this.#options = options;
    const { acks, sites } = options;
    this.#waiting = new WaitingLanes({ ...options, settleEmpty: (part) => this.#settleUnsent(part) });
    this.#desk = new AckDesk({
      ...options,
      waiting: this.#waiting,
      hold: acks.hold,
      onAwaiting: () => this.#poller.wake(),
    });
    this.#poller = new AckPoller({
      desk: this.#desk,
      sites,
      pollMs: acks.pollMs,
      timeoutMs: acks.timeoutMs,
      onProgress: () => this.schedule(),
    });
    this.#follower = new VerdictFollower({
      ...options,
      acks: acks.mode,
      waiting: this.#waiting,
      desk: this.#desk,
    });
  }

  get inFlight(): number {
    return this.#requests.size;
  }

  /** Takes a sealed batch over. */
  add(batch: OpenBatch<C>): void {
    this.#options.ledger.opened();
    this.#waiting.putBack(this.#options.lane(batch.destination), [makePart(batch, 0, batch.events)]);
    this.schedule();
  }

  /** Ends all requests and waits; what has no outcome then becomes `unknown`. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#poller.close();
    const { sites } = this.#options;
    await sites.close();
    await Promise.all(this.#requests);
    this.#desk.close(sites.all);
    for (const part of this.#waiting.takeAll()) this.#settleUnsent(part);
  }

  /** Sending begins after the caller's turn: `append` seals batches from within the caller's loop. */
  schedule(): void {
    if (this.#pumpIsDue) return;
    this.#pumpIsDue = true;
    queueMicrotask(() => {
      this.#pumpIsDue = false;
      this.#pump();
    });
  }

  #pump(): void {
    if (this.#closed) return;
    while (this.#launchNext(now()));
    this.#compressAhead();
    this.#arm();
  }

  /** Probes first: an endpoint that is well would otherwise take everything, and nobody would see the other heal. */
  #launchNext(at: number): boolean {
    const { sites } = this.#options;
    const ailing = sites.dueForProbe(at);
    const probe = ailing === undefined ? undefined : this.#waiting.takeProbe(at);
    if (ailing !== undefined && probe !== undefined) return this.#launch(ailing, probe, at);
    if (!sites.hasRoom) return false;
    const next = this.#waiting.take(at);
    if (next === undefined) return false;
    return this.#launch(sites.choose(next.lane.destination), next, at);
  }

  #launch(site: Site<C>, { lane, part }: Waiting<C>, at: number): boolean {
    const session = site.sessions.pick(at);
    if (session === undefined) {
      this.#waiting.putBack(lane, [part]);
      return false;
    }
    const ticket = site.endpoint.sent(lane);
    const trip: Trip<C> = { lane, part, site, session, ticket, flight: session.acks.sent() };
    lane.inFlight++;
    lane.lastAttempt = at;
    site.inFlight++;
    session.inFlight++;
    this.#options.ledger.sent(part);
    const request = this.#send(trip).then((answer) => {
      this.#requests.delete(request);
      lane.inFlight--;
      site.inFlight--;
      session.inFlight--;
      site.endpoint.returned(ticket);
      this.#apply(trip, answer);
      this.#options.sites.tidy(site, session);
      this.#pump();
    });
    this.#requests.add(request);
    return true;
  }

  async #send({ lane, part, session, ticket }: Trip<C>): Promise<Answer> {
    const { sites, timeoutMs } = this.#options;
    const hasHurry = ticket.probe && sites.isAnyWell;
    const encoded = await this.#encode(part);
    return session.post({
      path: lane.path,
      contentType: lane.destination.kind === 'raw' ? 'text/plain' : 'application/json',
      body: encoded ?? partBytes(part),
      gzip: encoded !== undefined,
      ...(hasHurry
        ? { timeoutMs: Math.min(timeoutMs, Math.max(LEAST_PROBE_MS, timeoutMs / PROBE_PART)) }
        : {}),
    });
  }

  #apply(trip: Trip<C>, answer: Answer): void {
    // Broken off by close: it says nothing about the endpoint.
    if (this.#closed && answer.kind === 'failed') {
      this.#waiting.putBack(trip.lane, [trip.part]);
      return;
    }
    const reply = replyOf(answer);
    this.#follower.follow(trip, judge(answer, requestFacts(trip.part), now(), reply), reply);
  }

  #encode(part: Part<C>): Promise<Uint8Array | undefined> | undefined {
    const { gzipLevel } = this.#options;
    if (gzipLevel === undefined) return undefined;
    part.encoded ??= compress(partBytes(part), gzipLevel);
    return part.encoded;
  }

  /** While all slots wait for answers, the next body is made ready. One only: it is memory beside the bound. */
  #compressAhead(): void {
    const { sites, gzipLevel } = this.#options;
    if (gzipLevel === undefined || sites.hasRoom || !sites.isAnyWell) return;
    const { lane: last, part: ahead } = this.#ahead ?? {};
    if (last !== undefined && ahead !== undefined && last.parts.includes(ahead)) {
      if (last.health.isOk) return;
      ahead.encoded = undefined;
    }
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
    const waiting = this.#waiting.nextAttempt();
    const open = this.#options.sites.nextAttempt();
    if (waiting === undefined || open === undefined) return;
    const wait = Math.max(1, Math.ceil(Math.max(waiting, open) - now()));
    this.#timer = setTimeout(() => this.#pump(), wait);
  }
}
