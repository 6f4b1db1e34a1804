import { STATUS_CODES } from 'node:http';
import type { ProbeAnswer } from '@kafka-splunk/hec-client/probe';

/** An answer in words: `403 Invalid token (code 4)`. Bodies that are not HEC's are not quoted: they can hold anything. */
export function answerWords({ status, code, text }: Extract<ProbeAnswer, { kind: 'answer' }>): string {
  if (code === undefined) return `${status} ${STATUS_CODES[status] ?? ''}`.trim();
  return `${status} ${(text ?? '').slice(0, 200)} (code ${code})`;
}
