import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { RequestTally } from '../counting/request-counts.js';
import {
  type Fault,
  isAnswerFault,
  isConnectionFault,
  type PoisonFault,
  type SeenRequest,
} from '../faults/fault.js';
import { hecAnswer, notFound } from '../protocol/answer.js';
import { allowsMethod, endpointOf } from '../protocol/endpoint.js';
import { metadataOfQuery } from '../protocol/metadata.js';
import { answerAcks } from './answer-acks.js';
import { answerEvents } from './answer-events.js';
import { answerHealth, type HealthCode } from './answer-health.js';
import { breakOff } from './break-off.js';
import { bodyProblem, type CodedAnswer, faultAnswer } from './coded-answer.js';
import { readBody } from './request-body.js';
import { sendAnswer } from './send-answer.js';
import type { Tier } from './tier.js';

/** What the handler needs beside the state answers depend on. */
export interface HandlerContext extends Tier {
  readonly tally: RequestTally;
  readonly health: () => HealthCode;
  /** Called, and waited for, before anything is read or decided. */
  readonly announce: (request: SeenRequest) => Promise<void> | void;
  /** Called when counts have changed. */
  readonly changed: () => void;
}

/**
 * Handles one request from first to last. Never rejects: what a listener, a marker or `onEvent` of the user's throws is
 * answered with 500, so that the test that wrote it sees it.
 */
export async function handleRequest(
  context: HandlerContext,
  id: number,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    await handle(context, id, url, request, response);
  } catch (error) {
    const text = `Internal server error: ${(error as { message?: string }).message ?? String(error)}`;
    deliver(context, request, response, undefined, { code: 8, answer: hecAnswer(8, { text }) });
    context.changed();
  }
}

async function handle(
  context: HandlerContext,
  id: number,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { tally, changed } = context;
  const endpoint = endpointOf(url.pathname);
  const seen: SeenRequest = {
    id,
    method: request.method ?? 'GET',
    endpoint,
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers,
    metadata: metadataOfQuery(url.searchParams),
  };
  tally.began(url.pathname);
  changed();
  await context.announce(seen);
  const fault = context.faults.take(seen);
  const result = await perform(context, seen, request, fault);
  if (fault?.do === 'slow') await wait(fault.ms, undefined, { ref: false });
  deliver(context, request, response, fault, result);
  changed();
}

/** Reads and decides. Undefined where the client is gone or shall get no answer at all. */
async function perform(
  context: HandlerContext,
  seen: SeenRequest,
  request: IncomingMessage,
  fault: Exclude<Fault, PoisonFault> | undefined,
): Promise<CodedAnswer | undefined> {
  if (fault?.do === 'reset') return undefined;
  const body = await readBody(request, context.options.maxContentLength);
  if (fault?.do === 'hang' || fault?.do === 'reset-after-read') return undefined;
  const answerFault = isAnswerFault(fault) ? fault : undefined;
  if (seen.endpoint === undefined || !allowsMethod(seen.endpoint, seen.method)) {
    if (seen.method === 'OPTIONS') return { code: undefined, answer: { ...notFound, status: 200, body: '' } };
    return answerFault === undefined ? { code: 404, answer: notFound } : faultAnswer(answerFault, undefined);
  }
  if (body.kind !== 'body')
    return answerFault === undefined
      ? bodyProblem(body, context.options)
      : faultAnswer(answerFault, undefined);
  if (seen.endpoint === 'raw' || seen.endpoint === 'event') {
    return answerEvents(context, seen, request, body.body, answerFault);
  }
  // A refused question reports nothing, so what it asked for stays to be reported; `accept: 'all'` loses it.
  if (answerFault !== undefined && answerFault.accept !== 'all') return faultAnswer(answerFault, undefined);
  const answer =
    seen.endpoint === 'ack'
      ? answerAcks(context, seen, request, body.body)
      : answerHealth(context.health(), request.headers.authorization, context.tokens);
  return answerFault === undefined ? answer : faultAnswer(answerFault, undefined);
}

/** Sends the answer, or does to the connection what the script says. */
function deliver(
  context: HandlerContext,
  request: IncomingMessage,
  response: ServerResponse,
  fault: Fault | undefined,
  result: CodedAnswer | undefined,
): void {
  if (isConnectionFault(fault) || result === undefined || request.socket.destroyed) {
    breakOff(request.socket, response, fault, result?.answer, () => {
      context.tally.unanswered();
      context.changed();
    });
    return;
  }
  // Counted before it is sent: who has the answer in hand may look at the counts at once.
  context.tally.answered(result.answer.status, result.code);
  sendAnswer(response, result.answer);
}
