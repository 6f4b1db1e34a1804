import type { Endpoint, Ticket } from './endpoint.js';
import type { Lane } from './lane.js';
import type { Ledger } from './ledger.js';
import type { Part } from './part.js';
import { type Plan, plan } from './plan.js';
import type { Refusal, Verdict } from './verdict.js';
import type { WaitingLanes } from './waiting-lanes.js';

/** Options of {@link VerdictFollower}. */
export interface VerdictFollowerOptions<C> {
  readonly endpoint: Endpoint<C>;
  readonly ledger: Ledger<C>;
  readonly waiting: WaitingLanes<C>;
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

  /** Follows the verdict on a part that was sent with this ticket. */
  follow(lane: Lane<C>, part: Part<C>, ticket: Ticket, verdict: Verdict): void {
    this.#obey(lane, part, ticket, verdict);
    const stalled = !lane.health.isOk;
    if (lane.account.stalled && !stalled) this.#options.onUnstalled();
    lane.account.stalled = stalled;
  }

  #obey(lane: Lane<C>, part: Part<C>, ticket: Ticket, verdict: Verdict): void {
    const { endpoint } = this.#options;
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
        endpoint.paused(ticket, verdict.cause);
        return;
      case 'destination-config':
        this.#again(lane, part);
        endpoint.answered(lane, ticket);
        lane.pause('config', ticket.laneEpoch, verdict.cause);
        return;
      case 'forbidden':
        this.#forbidden(lane, part, ticket, verdict);
        return;
      default:
        this.#carryOut(lane, part, ticket, plan(part, verdict));
    }
  }

  #again(lane: Lane<C>, part: Part<C>): void {
    this.#options.ledger.refused();
    this.#options.waiting.putBack(lane, [part]);
  }

  #forbidden(
    lane: Lane<C>,
    part: Part<C>,
    ticket: Ticket,
    verdict: { cause: string; refusal: Refusal },
  ): void {
    const { endpoint, ledger, waiting } = this.#options;
    // Others passed since, and this one is forbidden once more: something in it is what the firewall minds.
    if (part.forbiddenAt !== undefined && endpoint.deliveries > part.forbiddenAt) {
      this.#carryOut(lane, part, ticket, plan(part, { kind: 'halve', refusal: verdict.refusal }));
      return;
    }
    ledger.refused();
    part.forbiddenAt ??= endpoint.deliveries;
    waiting.putLast(lane, part);
    endpoint.paused(ticket, verdict.cause);
  }

  #carryOut(
    lane: Lane<C>,
    part: Part<C>,
    ticket: Ticket,
    { runs, again, delivered, refusal }: Plan<C>,
  ): void {
    const { endpoint, ledger, waiting } = this.#options;
    endpoint.answered(lane, ticket);
    if (delivered > 0) {
      endpoint.deliveries++;
      lane.accepted();
    } else {
      ledger.refused();
      if (lane.pausedFor === 'rejections') {
        // Paused because everything is refused: as long as nothing is taken, nothing more is called rejected.
        if (refusal === undefined) waiting.putBack(lane, again);
        else waiting.putLast(lane, part);
        lane.pauseOn(ticket.laneEpoch);
        return;
      }
    }
    lane.heal();
    waiting.putBack(lane, again);
    ledger.settle(part.batch, runs);
    if (refusal !== undefined) this.#countRejection(lane, refusal);
  }

  #countRejection(lane: Lane<C>, refusal: Refusal): void {
    const row = lane.rejected(refusal);
    if (row < this.#options.pauseAfterRejections) return;
    const { code, status, text } = refusal;
    const reason = `${status} ${text}${code === undefined ? '' : ` (code ${code})`}`;
    lane.pause('rejections', lane.epoch, `${row} events in a row were rejected: ${reason}`);
  }
}
