import type { AnswerFault } from '../faults/fault.js';
import type { ResolvedOptions } from '../options.js';
import {
  type HttpAnswer,
  hecAnswer,
  proxyAnswer,
  tooLargeAnswer,
  unsupportedEncoding,
} from '../protocol/answer.js';
import type { BodyResult } from './request-body.js';

/** An answer, with the HEC code in it for the counts. */
export interface CodedAnswer {
  readonly answer: HttpAnswer;
  readonly code: number | undefined;
}

/** Answers with a code and takes nothing. */
export function refuse(code: number, eventNumber?: number): CodedAnswer {
  return { code, answer: hecAnswer(code, { eventNumber }) };
}

/** What to answer to a body that could not be read; undefined where nobody is there to hear it. */
export function bodyProblem(
  body: Exclude<BodyResult, { kind: 'body' }>,
  options: ResolvedOptions,
): CodedAnswer | undefined {
  switch (body.kind) {
    case 'aborted':
      return undefined;
    case 'unsupported':
      return { code: undefined, answer: unsupportedEncoding };
    case 'undecodable':
      return refuse(6);
    case 'too-large':
      if (options.tooLargeAnswer === 'code-6') return refuse(6, 0);
      return { code: undefined, answer: tooLargeAnswer(options.maxContentLength) };
  }
}

/** The answer a fault asks for. */
export function faultAnswer(fault: AnswerFault, ackId: number | undefined): CodedAnswer {
  const { code, status, text, eventNumber, headers } = fault;
  const made =
    code === undefined
      ? proxyAnswer(status ?? 503, headers)
      : hecAnswer(code, { status, text, eventNumber, headers, ackId });
  return { code, answer: fault.body === undefined ? made : { ...made, body: fault.body } };
}
