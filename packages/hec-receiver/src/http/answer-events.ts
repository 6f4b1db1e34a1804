import type { IncomingMessage } from 'node:http';
import type { AnswerFault, SeenRequest } from '../faults/fault.js';
import { hecAnswer, statusOfCode } from '../protocol/answer.js';
import { type Judgement, judgeEnvelopes, judgeRaw } from '../protocol/judge-request.js';
import { admit } from './admit.js';
import { type CodedAnswer, faultAnswer, refuse } from './coded-answer.js';
import type { Tier } from './tier.js';

/** Decides on events and takes them. `fault` replaces the answer and says how many get in all the same. */
export function answerEvents(
  tier: Tier,
  seen: SeenRequest,
  request: IncomingMessage,
  body: Buffer,
  fault: AnswerFault | undefined,
): CodedAnswer {
  const caller = admit(tier, seen, request);
  if ('answer' in caller) return fault === undefined ? caller : faultAnswer(fault, undefined);
  const judge = seen.endpoint === 'raw' ? judgeRaw : judgeEnvelopes;
  const judgement = judge(body, {
    token: caller.token,
    defaults: seen.metadata,
    refuse: tier.faults.poisonFor(seen),
    incorrectIndexOffset: tier.options.incorrectIndexOffset,
  });
  const count =
    fault === undefined
      ? judgement.events.count
      : acceptedInSpite(fault, judgement, tier.options.incorrectIndexOffset);
  let ackId: number | undefined;
  const { ledger, setCookie } = tier.indexers.route(request.headers.cookie);
  if (caller.token.useAck === true && count > 0) {
    ackId = tier.indexers.accept(ledger, caller.channel ?? '');
    if (ackId === undefined) return refuse(27);
  }
  tier.intake.take(
    seen.id,
    judgement.events,
    count,
    seen.metadata,
    fault === undefined ? judgement.silentlyLost : 0,
  );
  if (fault !== undefined) return faultAnswer(fault, ackId);
  const headers = setCookie === undefined ? {} : { 'Set-Cookie': setCookie };
  const details = { eventNumber: judgement.eventNumber, ackId, headers };
  return { code: judgement.code, answer: hecAnswer(judgement.code, details) };
}

/** How many events get in behind a scripted answer. */
function acceptedInSpite(fault: AnswerFault, judgement: Judgement, incorrectIndexOffset: number): number {
  const { code, status = code === undefined ? undefined : statusOfCode(code), eventNumber } = fault;
  const all = judgement.events.count;
  const accept = fault.accept ?? (status === 400 ? 'before' : 'none');
  if (accept === 'all') return all;
  if (accept === 'none' || eventNumber === undefined) return 0;
  const bad = code === 7 ? eventNumber - incorrectIndexOffset : eventNumber;
  return Math.min(Math.max(bad, 0), all);
}
