import type { OpenBatch } from '../batch/open-batch.js';
import { now } from '../clock.js';
import type { EventRange, OutcomeRun } from '../outcome.js';
import type { AwaitingAck } from './awaiting-ack.js';
import type { Lane } from './lane.js';
import type { Ledger } from './ledger.js';
import { type Part, sentEvents } from './part.js';
import { runsOf } from './plan.js';
import type { Session } from './session.js';
import type { Site } from './site.js';
import type { Trip } from './trip.js';
import type { WaitingLanes } from './waiting-lanes.js';

/** Options of {@link AckDesk}. */
export interface AckDeskOptions<C> {
  readonly ledger: Ledger<C>;
  readonly waiting: WaitingLanes<C>;
  /** Who keeps the events until the acknowledgement: we their bytes, or the caller something of its own. */
  readonly hold: 'body' | 'caller';
  /** See `onTaken` of the client's options. */
  readonly onTaken: (batch: OpenBatch<C>, ranges: readonly EventRange[]) => void;
  /** A destination holds so many bytes more, or less where negative. */
  readonly weigh: (lane: Lane<C>, bytes: number) => void;
  /** Something waits for its acknowledgement. */
  readonly onAwaiting: () => void;
}

/** What the books of a request take while it waits and its bytes are with the caller. */
const WAITING_BYTES = 2048;

/** So many sessions in a row whose ids began again are no restarts of indexers. */
const BREAKS_TO_PAUSE = 3;

/** Keeps what was taken until it is acknowledged, and decides what becomes of what is not. */
export class AckDesk<C> {
  readonly #options: AckDeskOptions<C>;

  constructor(options: AckDeskOptions<C>) {
    this.#options = options;
  }

  /** Splunk took the events of this part under this id. */
  accepted(trip: Trip<C>, part: Part<C>, ackId: number): void {
    const { lane, session, flight } = trip;
    const awaiting: AwaitingAck<C> = { lane, part, runs: undefined };
    if (session.broken || !session.acks.enter(flight, ackId, awaiting, now())) {
      this.#break(trip, awaiting);
      return;
    }
    if (this.#options.hold === 'caller') this.#handOver(awaiting);
    this.#options.onAwaiting();
  }

  /** Tells what is acknowledged by now: after an answer to a question, and after an answer to a request. */
  settleHeard(site: Site<C>, session: Session<C>): void {
    const { confirmed, doubtful } = session.acks.takeHeard();
    for (const awaiting of confirmed) {
      site.breaks = 0;
      const { part, runs } = awaiting;
      const { batch, from, to } = part;
      if (runs === undefined) this.#options.ledger.settle(batch, runsOf(part, from, to, 'acknowledged'));
      else this.#decide(awaiting, runs);
    }
    for (const awaiting of doubtful) this.#giveUp(awaiting);
  }

  /**
   * Gives up what has waited since before a time. Its session is not used any more: what is sent again takes another
   * one, and what else waits in it is asked for until the end.
   */
  expire(site: Site<C>, session: Session<C>, before: number): void {
    const overdue = session.acks.takeOverdue(before);
    if (overdue.length === 0) return;
    for (const awaiting of overdue) this.#giveUp(awaiting);
    site.sessions.retire(session);
  }

  /** The client is closed: nobody asks any more. */
  close(sites: Iterable<Site<C>>): void {
    for (const site of sites) {
      for (const session of site.sessions.all) {
        for (const awaiting of session.acks.takeAll()) {
          const { part, runs } = awaiting;
          const { batch, from, to } = part;
          if (runs === undefined) this.#options.ledger.settle(batch, runsOf(part, from, to, 'unknown'));
          else this.#decide(awaiting, ofKind(runs, 'unknown'));
        }
      }
    }
  }

  /** The caller keeps them: the bytes can go. What was refused locally is known already, and needs no waiting. */
  #handOver(awaiting: AwaitingAck<C>): void {
    const { ledger, weigh, onTaken } = this.#options;
    const { batch, from, to } = awaiting.part;
    const runs = runsOf(awaiting.part, from, to, 'acknowledged');
    const taken = runs.filter(({ kind }) => kind === 'acknowledged');
    awaiting.runs = taken;
    ledger.settle(
      batch,
      runs.filter(({ kind }) => kind !== 'acknowledged'),
    );
    ledger.letGo(
      batch,
      taken.reduce((sum, run) => sum + run.to - run.from, 0),
    );
    weigh(awaiting.lane, WAITING_BYTES);
    onTaken(
      batch,
      taken.map((run) => ({ from: run.from, to: run.to })),
    );
  }

  /** The outcome of what the caller holds: the ranges that it was told. */
  #decide({ lane, part }: AwaitingAck<C>, runs: readonly OutcomeRun[]): void {
    this.#options.weigh(lane, -WAITING_BYTES);
    this.#options.ledger.settle(part.batch, runs, true);
  }

  #break({ site, session, ticket }: Trip<C>, last: AwaitingAck<C>): void {
    for (const awaiting of [...session.acks.takeAll(), last]) this.#giveUp(awaiting);
    const first = !session.broken;
    session.broken = true;
    site.sessions.retire(session);
    if (!first) return;
    site.breaks++;
    const cause =
      'the ack ids of a channel began again: the indexer restarted, or the load balancer does not keep a session on one indexer';
    if (site.breaks >= BREAKS_TO_PAUSE) site.endpoint.paused(ticket, cause);
    else site.endpoint.stumbled(ticket, cause);
  }

  #giveUp(awaiting: AwaitingAck<C>): void {
    const { lane, part, runs } = awaiting;
    const { ledger, waiting } = this.#options;
    if (runs === undefined) {
      ledger.unacknowledged(sentEvents(part));
      part.ambiguous = true;
      waiting.putBack(lane, [part]);
    } else {
      ledger.unacknowledged(runs.reduce((sum, run) => sum + run.to - run.from, 0));
      this.#decide(awaiting, ofKind(runs, 'unacknowledged'));
    }
  }
}

const ofKind = (runs: readonly EventRange[], kind: 'unknown' | 'unacknowledged'): OutcomeRun[] =>
  runs.map(({ from, to }) => ({ from, to, kind }));
