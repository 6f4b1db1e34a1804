import { STATUS_CODES } from 'node:http';
import type { Answer, HttpAnswer } from '../transport/answer.js';
import { hecReplyCodes } from '../wire/hec-codes.js';
import { type HecReply, parseHecReply } from '../wire/hec-reply.js';
import { parseRetryAfter } from './retry-after.js';

/** Why an event, or a request, was refused. */
export interface Refusal {
  readonly status: number;
  readonly code?: number;
  readonly text: string;
}

/** What an answer means for the events of its request. Positions count the events that were sent, from 0. */
export type Verdict =
  /** All of them are in. */
  | { readonly kind: 'delivered' }
  /** None is known to be in: all are sent again after a wait. `ambiguous`: they may be in all the same. */
  | {
      readonly kind: 'retry';
      readonly cause: string;
      readonly ambiguous: boolean;
      readonly retryAfterMs?: number;
    }
  /** 404: a rolling restart at first, a wrong URL when it lasts. */
  | { readonly kind: 'not-found'; readonly cause: string }
  /** Those before `position` are in, the one there is refused, the rest was not looked at. */
  | { readonly kind: 'isolate'; readonly position: number; readonly refusal: Refusal }
  /** Those before `first` are in; `first` to `last` go alone, each judged by its own answer; the rest goes again. */
  | { readonly kind: 'suspect'; readonly first: number; readonly last: number; readonly refusal: Refusal }
  /** Every one of them is refused: what is wrong stands in the URL, and came from the events themselves. */
  | { readonly kind: 'refuse-all'; readonly refusal: Refusal }
  /** One of them, or their sum, is refused: each half is tried. A single one is at fault itself. */
  | { readonly kind: 'halve'; readonly refusal: Refusal }
  /** 401 or 403 from something in between: this request's fault when others pass, the endpoint's when none does. */
  | { readonly kind: 'forbidden'; readonly cause: string; readonly refusal: Refusal }
  /** Somebody has to mend the token, the URL, the channel: nothing is sent meanwhile. */
  | { readonly kind: 'endpoint-config'; readonly cause: string }
  /** Somebody has to mend this destination's metadata; others go on. */
  | { readonly kind: 'destination-config'; readonly cause: string };

/** What the judgement needs to know of the request. */
export interface RequestFacts {
  readonly kind: 'raw' | 'event';
  /** Events that were sent. */
  readonly events: number;
  /** Whether an envelope in it names an index of its own, or the URL names one that came from the events. */
  readonly ownIndex: boolean;
  /** Raw only: whether every event is one line, so that Splunk's event numbers can mean ours. */
  readonly oneLineEach: boolean;
}

/** HEC's own words in an answer, where it has some. */
export function replyOf(answer: Answer): HecReply | undefined {
  return answer.kind === 'failed' ? undefined : parseHecReply(answer.body);
}

/**
 * Judges an answer. Every code and every status has a verdict; where there is doubt, nothing counts as delivered.
 *
 * @param reply - what {@link replyOf} answers for it
 */
export function judge(
  answer: Answer,
  facts: RequestFacts,
  nowMs: number,
  reply: HecReply | undefined = replyOf(answer),
): Verdict {
  if (answer.kind === 'failed') {
    return answer.config
      ? { kind: 'endpoint-config', cause: answer.text }
      : { kind: 'retry', cause: answer.text, ambiguous: answer.ambiguous };
  }
  const code = reply === undefined ? undefined : hecReplyCodes[reply.code];
  if (reply !== undefined && code !== undefined) {
    if (code.class === 'accepted' && answer.status === 200) return { kind: 'delivered' };
    if (answer.status >= 400) {
      if (code.class === 'busy') return retry(answer, reply, reply.code === 8, nowMs);
      if (code.class === 'config') return { kind: 'endpoint-config', cause: causeOf(answer, reply) };
      if (code.class === 'data') return judgeData(answer, reply, facts);
    }
  }
  return judgeStatus(answer, reply, nowMs);
}

function judgeData(answer: HttpAnswer, reply: HecReply, facts: RequestFacts): Verdict {
  const refusal = refusalOf(answer, reply);
  const number = facts.kind === 'event' || facts.oneLineEach ? reply.invalidEventNumber : undefined;
  switch (reply.code) {
    case 7:
      // The index comes from the URL, or from the token: then it is wrong for every event that will ever come.
      if (!facts.ownIndex) return { kind: 'destination-config', cause: causeOf(answer, reply) };
      if (facts.kind === 'raw') return { kind: 'refuse-all', refusal };
      // Splunk 10.4 counts from 1 here, others may not: the one before and the one named are both suspects.
      if (number === undefined || number > facts.events || facts.events === 1)
        return { kind: 'halve', refusal };
      return {
        kind: 'suspect',
        first: Math.max(0, number - 1),
        last: Math.min(number, facts.events - 1),
        refusal,
      };
    case 6:
      // A body over Splunk Cloud's cap is answered so as well: event 0 is guilty only when it stands alone.
      if (number === undefined || number === 0) return { kind: 'halve', refusal };
      break;
    case 5:
      // "No data" for a body that is not empty: something in it ended the parsing.
      return { kind: 'halve', refusal };
  }
  if (number === undefined || number >= facts.events) return { kind: 'halve', refusal };
  // On the raw endpoint the sourcetype draws the borders of events. Joined lines make the number too small, so what
  // is before it is in all the same, but the line it names need not be the guilty one.
  if (facts.kind === 'raw' && facts.events > 1) {
    return { kind: 'suspect', first: number, last: number, refusal };
  }
  return { kind: 'isolate', position: number, refusal };
}

function judgeStatus(answer: HttpAnswer, reply: HecReply | undefined, nowMs: number): Verdict {
  const { status } = answer;
  const cause = causeOf(answer, reply);
  if (status < 300) {
    // A 200 without HEC's own success code is a page of something in between, or half an answer. Nobody has said
    // that the events are in; to call them delivered would lose them, to send them again can only repeat them.
    return { kind: 'retry', cause: `${cause}, which is no answer of HEC`, ambiguous: true };
  }
  if (status < 400) return { kind: 'endpoint-config', cause: `${cause}: give the URL it leads to` };
  switch (status) {
    case 400:
      return { kind: 'halve', refusal: refusalOf(answer, reply) };
    case 401:
    case 403:
      // HEC itself refuses the token for every event; a firewall in between may mind one body.
      if (reply !== undefined) return { kind: 'endpoint-config', cause };
      return { kind: 'forbidden', cause, refusal: refusalOf(answer, reply) };
    case 404:
      return { kind: 'not-found', cause };
    case 413:
      return {
        kind: 'halve',
        refusal: { ...refusalOf(answer, reply), text: 'larger than the server takes' },
      };
    case 414:
      return { kind: 'destination-config', cause };
    case 408:
      return retry(answer, reply, true, nowMs);
    case 503:
      // HEC's own says that nothing was taken. A proxy's may mean that the connection behind it broke (Envoy).
      return retry(answer, reply, reply === undefined, nowMs);
    case 425:
    case 429:
      return retry(answer, reply, false, nowMs);
  }
  return status >= 500 ? retry(answer, reply, true, nowMs) : { kind: 'endpoint-config', cause };
}

function retry(answer: HttpAnswer, reply: HecReply | undefined, ambiguous: boolean, nowMs: number): Verdict {
  const retryAfterMs = parseRetryAfter(answer.retryAfter, nowMs);
  return {
    kind: 'retry',
    cause: causeOf(answer, reply),
    ambiguous,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

const refusalOf = (answer: HttpAnswer, reply: HecReply | undefined): Refusal => ({
  status: answer.status,
  ...(reply === undefined ? {} : { code: reply.code }),
  text: reply?.text || (STATUS_CODES[answer.status] ?? 'refused'),
});

/** `503 Server is busy (code 9)`. Bodies that are not HEC's are not quoted: they can hold anything. */
function causeOf({ status }: HttpAnswer, reply: HecReply | undefined): string {
  if (reply === undefined) return `${status} ${STATUS_CODES[status] ?? ''}`.trim();
  return `${status} ${reply.text} (code ${reply.code})`;
}
