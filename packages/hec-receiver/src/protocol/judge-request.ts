import { type Envelope, judgeEnvelope } from './envelope-rules.js';
import { EnvelopeSplitter } from './envelope-splitter.js';
import { splitLines } from './line-splitter.js';
import type { Metadata } from './metadata.js';
import type { TokenOptions } from './token-table.js';

/** The events of a body that HEC takes: all of them, or those before the one it refuses. */
export interface TakenEvents {
  readonly body: Buffer;
  /** How many events are taken; `starts` and `ends` may go on behind them. */
  readonly count: number;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** One per event on the event endpoint; undefined on raw. */
  readonly envelopes: readonly Envelope[] | undefined;
}

/** The answer's code and what is taken. */
export interface Judgement {
  readonly code: number;
  /** Printed as `invalid-event-number`. */
  readonly eventNumber?: number;
  readonly events: TakenEvents;
  /** Events dropped behind a 200: after an unknown key, or `fields` without `event`. */
  readonly silentlyLost: number;
}

/** What the decision rests on beside the body. */
export interface JudgeContext {
  readonly token: TokenOptions;
  readonly defaults: Metadata;
  /** A scripted reason to refuse an event, by its bytes; answers a HEC code. */
  readonly refuse?: ((body: Buffer, start: number, end: number) => number | undefined) | undefined;
  /** What is added to an event's number in the answer to code 7: 1 on Splunk 10.4, 0 on older ones. */
  readonly incorrectIndexOffset: 0 | 1;
}

/** Decides on a body of the raw endpoint. */
export function judgeRaw(body: Buffer, context: JudgeContext): Judgement {
  const { starts, ends } = splitLines(body);
  const stop = (code: number, count: number): Judgement => ({
    code,
    ...(code === 0 || code === 5 ? {} : { eventNumber: printedNumber(code, count, context) }),
    events: { body, count, starts, ends, envelopes: undefined },
    silentlyLost: 0,
  });
  if (starts.length === 0) return stop(5, 0);
  if (!mayWrite(context.token, context.defaults.index)) return stop(7, 0);
  if (context.refuse !== undefined) {
    for (let i = 0; i < starts.length; i++) {
      const code = context.refuse(body, starts[i]!, ends[i]!);
      if (code !== undefined) return stop(code, i);
    }
  }
  return stop(0, starts.length);
}

/** Decides on a body of the event endpoint: envelope by envelope, and what comes before the first bad one is in. */
export function judgeEnvelopes(body: Buffer, context: JudgeContext): Judgement {
  const starts: number[] = [];
  const ends: number[] = [];
  const envelopes: Envelope[] = [];
  const splitter = new EnvelopeSplitter(body);
  let skipped = 0;
  let number = 0;
  const answer = (code: number, lost = skipped): Judgement => ({
    code,
    ...(code === 0 || code === 5 ? {} : { eventNumber: printedNumber(code, number, context) }),
    events: { body, count: starts.length, starts, ends, envelopes },
    silentlyLost: lost,
  });
  for (; splitter.next(); number++) {
    const { start, end } = splitter;
    const verdict = judgeEnvelope(body.toString('utf8', start, end));
    if (verdict.kind === 'refused') return answer(verdict.code);
    if (verdict.kind === 'unknown-key') {
      return answer(starts.length === 0 ? 5 : 0, skipped + 1 + countRest(splitter));
    }
    if (verdict.kind === 'skipped') {
      skipped++;
      continue;
    }
    if (!mayWrite(context.token, verdict.envelope.index ?? context.defaults.index)) return answer(7);
    const refused = context.refuse?.(body, start, end);
    if (refused !== undefined) return answer(refused);
    starts.push(start);
    ends.push(end);
    envelopes.push(verdict.envelope);
  }
  if (splitter.malformed) return answer(6);
  return answer(number === 0 ? 5 : 0);
}

/** The number HEC prints for the event it refuses: code 7 says one more than it means on Splunk 10.4. */
function printedNumber(code: number, number: number, context: JudgeContext): number {
  return code === 7 ? number + context.incorrectIndexOffset : number;
}

/** A token without a list of indexes takes any name, also one that does not exist: HEC cannot know. */
function mayWrite(token: TokenOptions, index: string | undefined): boolean {
  const allowed = token.indexes;
  return index === undefined || allowed === undefined || allowed.length === 0 || allowed.includes(index);
}

function countRest(splitter: EnvelopeSplitter): number {
  let count = 0;
  while (splitter.next()) count++;
  return count;
}
