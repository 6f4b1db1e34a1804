import type { OpenBatch } from '../batch/open-batch.js';
import type { Endpoint } from './endpoint.js';
import type { RequestFacts } from './verdict.js';

/** A range of a sealed batch that is still to be sent, or on its way. */
export interface Part<C> {
  readonly batch: OpenBatch<C>;
  readonly from: number;
  readonly to: number;
  /** Requests made with these events in them. */
  attempts: number;
  /** Whether one of them may have been accepted. */
  ambiguous: boolean;
  /**
   * Where this part was forbidden (401 or 403 of something in between), and how many deliveries the endpoint had had
   * when it was for the first time.
   */
  forbidden: Map<Endpoint, number> | undefined;
  /** The compressed body, where it was made already: it serves every attempt. */
  encoded: Promise<Uint8Array | undefined> | undefined;
}

/** A part with these events, which inherits what happened to `parent`'s. */
export function makePart<C>(batch: OpenBatch<C>, from: number, to: number, parent?: Part<C>): Part<C> {
  return {
    batch,
    from,
    to,
    attempts: parent?.attempts ?? 0,
    ambiguous: parent?.ambiguous ?? false,
    forbidden: undefined,
    encoded: undefined,
  };
}

const startOf = <C>({ batch: { body }, from }: Part<C>): number =>
  from === 0 || body === undefined ? 0 : body.ends[from - 1]!;

/** The bytes of a part's events: a view of the body, valid until the batch's last outcome. */
export function partBytes<C>(part: Part<C>): Uint8Array {
  const { body } = part.batch;
  if (body === undefined) return new Uint8Array(0);
  return body.bytes.subarray(startOf(part), body.ends[part.to - 1]);
}

/** Whether an event of a batch was refused locally, and so is in no body. */
export function isBlankEvent<C>(batch: OpenBatch<C>, event: number): boolean {
  const ends = batch.body?.ends;
  return ends !== undefined && ends[event] === (event === 0 ? 0 : ends[event - 1]);
}

/** Events of a part that are in its body. */
export function sentEvents<C>({ batch, from, to }: Part<C>): number {
  let sent = to - from;
  if (batch.blanks > 0) for (let event = from; event < to; event++) if (isBlankEvent(batch, event)) sent--;
  return sent;
}

/** Number in the batch of the event at a position of the request. */
export function eventAt<C>({ batch, from, to }: Part<C>, position: number): number {
  if (batch.blanks === 0) return from + position;
  let left = position;
  for (let event = from; event < to; event++) {
    if (isBlankEvent(batch, event)) continue;
    if (left === 0) return event;
    left--;
  }
  return to;
}

const NEWLINE = 0x0a;

/** What the judgement of an answer needs to know; lines are counted only when asked for. */
export function requestFacts<C>(part: Part<C>): RequestFacts {
  const events = sentEvents(part);
  return {
    kind: part.batch.destination.kind,
    events,
    ownIndex: part.batch.ownIndex || part.batch.destination.ownIndex === true,
    get oneLineEach(): boolean {
      let lines = 0;
      for (const byte of partBytes(part)) if (byte === NEWLINE) lines++;
      return lines === events;
    },
  };
}
