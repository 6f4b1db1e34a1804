import type { IncomingMessage } from 'node:http';
import type { AnswerFault, SeenRequest } from '../faults/fault.js';
import { hecAnswer } from '../protocol/answer.js';
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
  const count = fault === undefined ? judgement.events.count : acceptedInSpite(fault, judgement);
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

function acceptedInSpite(fault: AnswerFault, judgement: Judgement): number {
  const accept = fault.accept ?? (fault.status === 400 || fault.code === 6 ? 'before' : 'none');
  if (accept === 'all') return judgement.events.count;
  if (accept === 'none' || fault.eventNumber === undefined) return 0;
  return Math.min(Math.max(fault.eventNumber, 0), judgement.events.count);
}
