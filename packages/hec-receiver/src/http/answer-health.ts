import { hecAnswer } from '../protocol/answer.js';
import { authorize } from '../protocol/authorize.js';
import type { TokenTable } from '../protocol/token-table.js';
import type { CodedAnswer } from './coded-answer.js';

/** States the health endpoint reports: 17 healthy, 18 to 20 and 23 answered with 503, 24 and 25 warnings with 200. */
export type HealthCode = 17 | 18 | 19 | 20 | 23 | 24 | 25;

/** The health endpoint needs no token, but looks at one that is sent: 21 for an unknown one, 22 for a disabled one. */
export function answerHealth(
  state: HealthCode,
  authorization: string | undefined,
  tokens: TokenTable,
): CodedAnswer {
  const code = authorization === undefined ? state : codeFor(state, authorization, tokens);
  return { code, answer: hecAnswer(code) };
}

function codeFor(state: HealthCode, authorization: string, tokens: TokenTable): number {
  const known = authorize(authorization, null, tokens);
  if ('token' in known) return state;
  return known.code === 1 ? 22 : 21;
}
