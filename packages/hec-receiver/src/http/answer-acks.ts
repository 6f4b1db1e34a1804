import type { IncomingMessage } from 'node:http';
import type { SeenRequest } from '../faults/fault.js';
import { jsonAnswer } from '../protocol/answer.js';
import { admit } from './admit.js';
import { type CodedAnswer, refuse } from './coded-answer.js';
import type { Tier } from './tier.js';

/** Answers a poll of the ack endpoint. */
export function answerAcks(
  tier: Tier,
  seen: SeenRequest,
  request: IncomingMessage,
  body: Buffer,
): CodedAnswer {
  const caller = admit(tier, seen, request, true);
  if ('answer' in caller) return caller;
  if (body.length === 0) return refuse(5);
  const ids = ackIdsOf(body);
  if (ids === undefined) return refuse(6);
  const { ledger, setCookie } = tier.indexers.route(request.headers.cookie);
  const acks = tier.indexers.poll(ledger, caller.channel ?? '', ids);
  const answer = jsonAnswer({ acks });
  if (setCookie === undefined) return { code: undefined, answer };
  return { code: undefined, answer: { ...answer, headers: { ...answer.headers, 'Set-Cookie': setCookie } } };
}

function ackIdsOf(body: Buffer): number[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || !('acks' in value) || !Array.isArray(value.acks))
    return undefined;
  return value.acks.every((id) => Number.isInteger(id) && id >= 0) ? value.acks : undefined;
}
