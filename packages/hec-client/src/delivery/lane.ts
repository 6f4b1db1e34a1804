import type { Account } from '../batch/held-bytes.js';
import type { Destination } from '../destination.js';
import type { Health } from './health.js';
import type { Part } from './part.js';
import type { Refusal } from './verdict.js';

/** Why a destination stands still: its own metadata is wrong, or every event of it is refused. */
export type PauseReason = 'config' | 'rejections';

/** A destination's parts and how it fares. */
export class Lane<C> {
  readonly destination: Destination;
  /** Path and query of its requests. */
  readonly path: string;
  readonly health: Health;
  readonly account: Account;
  /** What is still to be sent, oldest first. */
  readonly parts: Part<C>[] = [];
  inFlight = 0;
  lastAttempt = 0;
  /** Rises with each failure that counts: answers to requests that were sent before it say nothing new. */
  epoch = 0;
  /**
   * Whose fault is a 503? `suspect`: its last request failed. `accused`: and since then another destination's
   * request passed, so that the endpoint lives; if it fails now, it alone waits.
   */
  blame: 'none' | 'suspect' | 'accused' = 'none';
  #pausedFor: PauseReason | undefined;
  #rejectedAs: number | undefined;
  #rejections = 0;

  constructor(destination: Destination, path: string, health: Health, account: Account) {
    this.destination = destination;
    this.path = path;
    this.health = health;
    this.account = account;
  }

  /** When a part may be sent, as far as this destination is concerned; undefined while an answer must come first. */
  nextAttempt(ordered: boolean): number | undefined {
    if (this.parts.length === 0) return undefined;
    // One that may be dead has one request at a time: it must not fill all slots with requests that hang.
    const one = ordered || !this.health.isOk || this.blame === 'accused';
    if (one && this.inFlight > 0) return undefined;
    return this.health.isOk ? 0 : this.health.until;
  }

  /** Whether a part may be sent now. */
  ready(ordered: boolean, at: number): boolean {
    return (this.nextAttempt(ordered) ?? Number.POSITIVE_INFINITY) <= at;
  }

  /** Puts a part back where it belongs: the oldest events first. */
  putBack(part: Part<C>): void {
    const later = this.parts.findIndex((other) => !precedes(other, part));
    this.parts.splice(later < 0 ? this.parts.length : later, 0, part);
  }

  /** Puts a part behind the others, so that the next probe tries another one. */
  putLast(part: Part<C>): void {
    this.parts.push(part);
  }

  /** Why it is paused; undefined when it is not. */
  get pausedFor(): PauseReason | undefined {
    return this.health.isPaused ? this.#pausedFor : undefined;
  }

  /** Pauses it, or keeps it paused; `epoch` is the one of the request whose answer says so. */
  pause(reason: PauseReason, epoch: number, cause: string): void {
    if (epoch !== this.epoch) return;
    this.epoch++;
    this.#pausedFor = reason;
    this.health.pause(cause);
  }

  /** It is still as it was when it was paused. */
  pauseOn(epoch: number): void {
    const { cause } = this.health.describe();
    if (this.#pausedFor !== undefined && cause !== undefined) this.pause(this.#pausedFor, epoch, cause);
  }

  /** It works again. */
  heal(): void {
    this.#pausedFor = undefined;
    this.health.healed();
  }

  /** Splunk took something. */
  accepted(): void {
    this.#rejections = 0;
    this.#rejectedAs = undefined;
  }

  /** Splunk refused an event. */
  rejected(refusal: Refusal): void {
    this.#rejections = this.rejectedInRow(refusal) + 1;
    this.#rejectedAs = reasonOf(refusal);
  }

  /** How many in a row were refused for this reason, and are the last that is known of it. */
  rejectedInRow(refusal: Refusal): number {
    return reasonOf(refusal) === this.#rejectedAs ? this.#rejections : 0;
  }
}

const reasonOf = ({ code, status }: Refusal): number => code ?? status;

const precedes = <C>(a: Part<C>, b: Part<C>): boolean =>
  a.batch.id === b.batch.id ? a.from < b.from : a.batch.id < b.batch.id;
