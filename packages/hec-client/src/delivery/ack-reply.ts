import { STATUS_CODES } from 'node:http';
import type { Answer } from '../transport/answer.js';
import { parseHecReply } from '../wire/hec-reply.js';
import { jsonObject } from '../wire/json-object.js';

/** What an answer of the ack endpoint says. */
export type AckReply =
  /** These are indexed. All others are unknown, which is no refusal. */
  | { readonly kind: 'acks'; readonly indexed: readonly number[] }
  /** It says nothing. `config`: somebody has to mend something. */
  | { readonly kind: 'trouble'; readonly cause: string; readonly config: boolean };

/**
 * Reads an answer to a question for acknowledgements. It fails closed: whatever is not HEC's own list, a 4xx, a page
 * of a proxy, half an answer, acknowledges nothing.
 */
export function readAckReply(answer: Answer): AckReply {
  if (answer.kind === 'failed') return trouble(answer.text, answer.config);
  const { status, body } = answer;
  if (status === 200) {
    const indexed = indexedOf(body);
    if (indexed !== undefined) return { kind: 'acks', indexed };
  }
  const reply = parseHecReply(body);
  if (reply !== undefined) {
    const { code, text } = reply;
    const hint = code === 14 ? '; turn acknowledgement on for the token, or off here' : '';
    return trouble(`${status} ${text} (code ${code})${hint}`, isConfig(status));
  }
  const what = status === 200 ? ', which is no answer of HEC' : '';
  return trouble(`${status} ${STATUS_CODES[status] ?? ''}`.trim() + what, isConfig(status));
}

// 404 is what a rolling restart looks like before Splunk 9.1.
const isConfig = (status: number): boolean =>
  status >= 300 && status < 500 && ![404, 408, 425, 429].includes(status);

const trouble = (text: string, config: boolean): AckReply => ({
  kind: 'trouble',
  cause: `acknowledgements cannot be asked for: ${text}`,
  config,
});

function indexedOf(body: string): number[] | undefined {
  const acks = jsonObject(body)?.acks;
  if (typeof acks !== 'object' || acks === null || Array.isArray(acks)) return undefined;
  const indexed: number[] = [];
  for (const [id, state] of Object.entries(acks)) {
    if (typeof state !== 'boolean') return undefined;
    if (state && /^\d+$/.test(id)) indexed.push(Number(id));
  }
  return indexed;
}
