import { jsonObject } from '../wire/json-object.js';

const MASK = '***';

/** Takes the token out of a text. One of a few letters is no secret, and could be a part of HEC's own words. */
export function redact(text: string, token: string): string {
  return token.length < 8 ? text : text.replaceAll(token, MASK);
}

/**
 * The same for a body that may be JSON, where any letter can be written as `\u0041`: then the token appears only when the
 * body is read, and who reads it does not know the token. A body that would bring it is written anew, with its plain
 * members alone: HEC's answer has no others, and what is nested may be too deep to be written.
 */
export function redactBody(body: string, token: string): string {
  // Read as it came: a token may begin in the last letter of `\u0035`, and to cut it there would break the text.
  const members = body.includes('\\') ? Object.entries(jsonObject(body) ?? {}) : [];
  const brings = members.some(([, held]) => typeof held === 'string' && redact(held, token) !== held);
  if (!brings) return redact(body, token);
  const plain = members.filter(([, held]) => typeof held !== 'object');
  return JSON.stringify(
    Object.fromEntries(
      plain.map(([name, held]) => [name, typeof held === 'string' ? redact(held, token) : held]),
    ),
  );
}
