import { ReceiverError } from '../errors.js';
import { statusOfCode } from '../protocol/answer.js';
import { type Fault, faultLabel, type PoisonFault, type RequestMatch, type SeenRequest } from './fault.js';

/** Where faults are asked for. */
export interface FaultTarget {
  /** The next `times` requests; a poison counts only the requests it refused. Throws RECEIVER_BAD_FAULT. */
  next(times: number, fault: Fault): void;
  /** Every request, until {@link Faults.clear}. Throws RECEIVER_BAD_FAULT. */
  always(fault: Fault): void;
}

/**
 * The script of a receiver: what goes wrong, and when. A request meets the first fault that is meant for it, in the order
 * they were added, so `next(3, …)` before `always(…)` reads as it is written.
 */
export interface Faults extends FaultTarget {
  /**
   * The same for some requests only: `faults.when((r) => r.metadata.index === 'dead').always({ status: 503, code: 9 })`.
   * Without it faults are for events (raw and event endpoint); with it for any request, ack and health included.
   */
  when(match: RequestMatch): FaultTarget;
  /** Drops all faults; requests that hang already go on hanging. */
  clear(): void;
  /** What is still to come, in words. */
  readonly active: readonly string[];
}

interface Rule {
  readonly fault: Fault;
  readonly match: RequestMatch;
  left: number;
}

const isForEvents: RequestMatch = (request) => request.endpoint === 'raw' || request.endpoint === 'event';

/** The rules, and which of them a request meets. */
export class FaultScript implements Faults {
  #rules: Rule[] = [];

  next(times: number, fault: Fault): void {
    this.#add(times, fault, isForEvents);
  }

  always(fault: Fault): void {
    this.#add(Number.POSITIVE_INFINITY, fault, isForEvents);
  }

  when(match: RequestMatch): FaultTarget {
    return {
      next: (times, fault) => this.#add(times, fault, match),
      always: (fault) => this.#add(Number.POSITIVE_INFINITY, fault, match),
    };
  }

  clear(): void {
    this.#rules = [];
  }

  get active(): readonly string[] {
    return this.#rules.map(({ fault, left }) =>
      Number.isFinite(left) ? `${faultLabel(fault)} x${left}` : faultLabel(fault),
    );
  }

  /** The fault a request meets, used up by one; poison apart. */
  take(request: SeenRequest): Exclude<Fault, PoisonFault> | undefined {
    for (const rule of this.#rules) {
      if (rule.fault.do === 'poison' || !rule.match(request)) continue;
      this.#useUp(rule);
      return rule.fault;
    }
    return undefined;
  }

  /** The check of each event of a request against the poison meant for it; undefined where there is none. */
  poisonFor(
    request: SeenRequest,
  ): ((body: Buffer, start: number, end: number) => number | undefined) | undefined {
    const rules = this.#rules.filter((rule) => rule.fault.do === 'poison' && rule.match(request));
    if (rules.length === 0) return undefined;
    return (body, start, end) => {
      const event = body.subarray(start, end);
      for (const rule of rules) {
        const { marker, code = 6 } = rule.fault as PoisonFault;
        if (rule.left <= 0 || !(typeof marker === 'function' ? marker(event) : event.includes(marker)))
          continue;
        this.#useUp(rule);
        return code;
      }
      return undefined;
    };
  }

  #add(times: number, fault: Fault, match: RequestMatch): void {
    if (!(times >= 1) || (Number.isFinite(times) && !Number.isInteger(times))) {
      throw new ReceiverError('RECEIVER_BAD_FAULT', `A fault is for 1 request or more, not for ${times}.`);
    }
    if (fault.do === undefined || fault.do === 'answer') {
      if (
        fault.status === undefined &&
        (fault.code === undefined || statusOfCode(fault.code) === undefined)
      ) {
        throw new ReceiverError('RECEIVER_BAD_FAULT', 'Give the fault a status, or a HEC code from 0 to 28.');
      }
    }
    this.#rules.push({ fault, match, left: times });
  }

  #useUp(rule: Rule): void {
    rule.left--;
    if (rule.left <= 0) this.#rules = this.#rules.filter((each) => each !== rule);
  }
}
