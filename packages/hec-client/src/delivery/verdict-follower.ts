import type { HecReply } from '../wire/hec-reply.js';
import type { AckDesk } from './ack-desk.js';
import type { Lane } from './lane.js';
import type { Ledger } from './ledger.js';
import { noAckIdCause } from './no-ack-id.js';
import { makePart, type Part } from './part.js';
import { type Plan, plan } from './plan.js';
import type { Trip } from './trip.js';
import type { Refusal, Verdict } from './verdict.js';
import type { WaitingLanes } from './waiting-lanes.js';

/** Options of {@link VerdictFollower}. */
export interface VerdictFollowerOptions<C> {
  readonly ledger: Ledger<C>;
  readonly waiting: WaitingLanes<C>;
  readonly desk: AckDesk<C>;
  /**
   * What is done about acknowledgement. `required`: nothing counts without one. `offered`: where Splunk gives an ackId,
   * it is waited for. `off`: Splunk's 200 decides.
   */
  readonly acks: 'required' | 'offered' | 'off';
  readonly pauseAfterRejections: number;
  /** A destination that was stalled is so no more. */
  readonly onUnstalled: () => void;
}

/** Does what a verdict asks for: outcomes, parts to send again, waits and pauses. */
export class VerdictFollower<C> {
  readonly #options: VerdictFollowerOptions<C>;

  constructor(options: VerdictFollowerOptions<C>) {
    this.#options = options;
  }

  /** Follows the verdict on a trip; `reply` holds HEC's own words, where there were some. */
  follow(trip: Trip<C>, verdict: Verdict, reply: HecReply | undefined): void {
    const { lane, part, site, session, flight } = trip;
    if (reply?.ackId === undefined && mayHaveBeenTaken(verdict)) session.acks.lost(flight);
    else session.acks.answered(flight);
    this.#obey(trip, verdict, reply);
    // While all is well it goes again at once. Else its turn may be far off, and others take turns with it as probes: each
    // would keep its copy.
    if (!lane.health.isOk || !site.endpoint.health.isOk) part.encoded = undefined;
    this.#heed(trip, verdict, reply);
    this.#options.desk.settleHeard(site, session);
    const stalled = !lane.health.isOk;
    if (lane.account.stalled && !stalled) this.#options.onUnstalled();
    lane.account.stalled = stalled;
  }

  #obey(trip: Trip<C>, verdict: Verdict, reply: HecReply | undefined): void {
    const { lane, part, ticket } = trip;
    const { endpoint } = trip.site;
    switch (verdict.kind) {
      case 'retry':
        if (verdict.ambiguous) part.ambiguous = true;
        this.#again(lane, part);
        endpoint.failed(lane, ticket, verdict.cause, verdict.retryAfterMs);
        return;
      case 'not-found':
        this.#again(lane, part);
        endpoint.notFound(lane, ticket, verdict.cause);
        return;
      case 'endpoint-config':
        this.#again(lane, part);
        endpoint.paused(ticket, verdict.cause + hintFor(trip, reply));
        return;
      case 'destination-config':
        this.#again(lane, part);
        endpoint.answered(lane, ticket);
        lane.pause('config', ticket.laneEpoch, verdict.cause);
        return;
      case 'forbidden':
        this.#forbidden(trip, verdict);
        return;
      default:
        this.#carryOut(trip, plan(part, verdict), reply?.ackId);
    }
  }

  /** What an answer says beside its verdict: how fast to go on, and whether with the same session. */
  #heed({ site, session, ticket }: Trip<C>, verdict: Verdict, reply: HecReply | undefined): void {
    const { limiter } = site.endpoint;
    switch (reply?.code) {
      case 24: // the queue is nearly full
      case 25: // so is the memory for acknowledgements
        limiter.slowDown(ticket.limiterEpoch);
        return;
      case 11: // the channel is invalid: another one may not be
      case 23: // the indexer shuts down: new connections may reach another one
      case 27: // the channel is full
        site.sessions.retire(session);
        return;
    }
    if (verdict.kind === 'delivered' && ticket.limiterEpoch === limiter.epoch) limiter.good();
  }

  #again(lane: Lane<C>, part: Part<C>): void {
    this.#options.ledger.refused();
    this.#options.waiting.putBack(lane, [part]);
  }

  #forbidden(trip: Trip<C>, verdict: { cause: string; refusal: Refusal }): void {
    const { lane, part, ticket, site } = trip;
    const { endpoint } = site;
    const { ledger, waiting } = this.#options;
    part.forbidden ??= new Map();
    const before = part.forbidden.get(endpoint);
    // Others passed since, and this one is forbidden once more: something in it is what the firewall minds.
    if (before !== undefined && endpoint.deliveries > before) {
      this.#carryOut(trip, plan(part, { kind: 'halve', refusal: verdict.refusal }), undefined);
      return;
    }
    ledger.refused();
    part.forbidden.set(endpoint, before ?? endpoint.deliveries);
    waiting.putLast(lane, part);
    endpoint.paused(ticket, verdict.cause);
  }

  #carryOut(trip: Trip<C>, steps: Plan<C>, ackId: number | undefined): void {
    const { lane, part, ticket, site } = trip;
    const { runs, again, delivered, refusal } = steps;
    const { ledger, waiting } = this.#options;
    const waits = delivered > 0 && this.#mustWait(ackId);
    // Taken without the acknowledgement that is required: it lives, but nothing is well.
    if (!waits || ackId !== undefined) site.endpoint.answered(lane, ticket);
    if (delivered > 0) {
      site.endpoint.deliveries++;
      lane.accepted();
    } else {
      ledger.refused();
      const isPaused = lane.pausedFor === 'rejections';
      if (isPaused || this.#isOneTooMany(lane, refusal)) {
        // Everything is refused: as long as nothing is taken, nothing more is called rejected.
        if (refusal === undefined) waiting.putBack(lane, again);
        else waiting.putLast(lane, part);
        if (isPaused) lane.pauseOn(ticket.laneEpoch);
        else if (refusal !== undefined) this.#pause(lane, refusal);
        return;
      }
    }
    lane.heal();
    waiting.putBack(lane, again);
    if (waits) {
      ledger.settle(
        part.batch,
        runs.filter(({ from }) => from >= steps.acceptedTo),
      );
      this.#awaitAck(trip, makePart(part.batch, part.from, steps.acceptedTo, part), ackId);
    } else {
      ledger.settle(part.batch, runs);
    }
    if (refusal !== undefined && !isOwnIndex(lane, refusal)) this.#countRejection(lane, refusal);
  }

  #mustWait(ackId: number | undefined): boolean {
    const { acks } = this.#options;
    return acks === 'required' || (acks === 'offered' && ackId !== undefined);
  }

  /** Splunk took these events: they count once an indexer has said so. */
  #awaitAck(trip: Trip<C>, taken: Part<C>, ackId: number | undefined): void {
    if (ackId !== undefined) {
      this.#options.desk.accepted(trip, taken, ackId);
      return;
    }
    // Somebody relies on acknowledgements that this token does not give. To call it delivered would take that from
    // them in silence; so the events stay here, and are sent again when the token is mended.
    taken.ambiguous = true;
    this.#options.waiting.putBack(trip.lane, [taken]);
    trip.site.endpoint.paused(trip.ticket, noAckIdCause);
  }

  /**
   * Pauses when the row is long enough and something is left to probe with. Where nothing is left, a pause could not end:
   * a destination without events is asked nothing. Then the next event that is refused pauses it, and is that probe.
   */
  #countRejection(lane: Lane<C>, refusal: Refusal): void {
    lane.rejected(refusal);
    if (lane.parts.length > 0 && this.#isOneTooMany(lane, refusal)) this.#pause(lane, refusal);
  }

  /** So many were rejected for this reason, and none was taken since, that one more is held instead. */
  #isOneTooMany(lane: Lane<C>, refusal: Refusal | undefined): boolean {
    if (refusal === undefined || isOwnIndex(lane, refusal)) return false;
    return lane.rejectedInRow(refusal) >= this.#options.pauseAfterRejections;
  }

  #pause(lane: Lane<C>, refusal: Refusal): void {
    const { code, status, text } = refusal;
    const reason = `${status} ${text}${code === undefined ? '' : ` (code ${code})`}`;
    const cause = `${lane.rejectedInRow(refusal)} events in a row were rejected: ${reason}`;
    lane.pause('rejections', lane.epoch, cause);
  }
}

/** A refused index that came with the data says nothing about the others: to pause would let one producer stop all. */
function isOwnIndex<C>({ destination }: Lane<C>, { code }: Refusal): boolean {
  return code === 7 && destination.ownIndex === true;
}

/** Whether some of the events may be in, so that the indexer may have given them an id. */
function mayHaveBeenTaken(verdict: Verdict): boolean {
  switch (verdict.kind) {
    case 'delivered':
      return true;
    case 'retry':
      return verdict.ambiguous;
    case 'isolate':
      return verdict.position > 0;
    case 'suspect':
      return verdict.last > 0;
    default:
      return false;
  }
}

/** Code 10 without a channel is the sign of a token with acknowledgement; 28 is its name on Splunk Cloud. */
function hintFor<C>({ session }: Trip<C>, reply: HecReply | undefined): string {
  if ((reply?.code !== 10 && reply?.code !== 28) || session.channel !== undefined) return '';
  return ': the token wants acknowledgement; turn it on here (ack), or off for the token';
}
