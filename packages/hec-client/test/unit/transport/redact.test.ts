import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { redactBody } from '../../../src/transport/redact.js';
import { parseHecReply } from '../../../src/wire/hec-reply.js';

const TOKEN = '5F2D7C1A-9E34-4B7B-8E0B-3D2F6A9C1B70';

/** A text in JSON with some of its letters as their numbers. */
const written = (text: string, isEscaped: (at: number) => boolean): string =>
  `"${[...text]
    .map((letter, at) =>
      isEscaped(at) ? `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}` : letter,
    )
    .join('')}"`;

describe('redactBody', () => {
  it('property: whatever letters are escaped, what is read holds no token, and the rest of it stays', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 50, maxLength: 50 }), (escapes) => {
        const text = written(`bad: ${TOKEN}!`, (at) => escapes[at] === true);
        const body = `{"text":${text},"code":4,"ackId":7,"invalid-event-number":2}`;
        expect(parseHecReply(redactBody(body, TOKEN))).toEqual({
          code: 4,
          text: 'bad: ***!',
          ackId: 7,
          invalidEventNumber: 2,
        });
      }),
    );
  });

  it.each(['{"text":"a \\"b\\" c","code":6}', '<p>\\u0041</p>', '', '[1,"\\n"]'])(
    'leaves %j alone',
    (body) => {
      expect(redactBody(body, TOKEN)).toBe(body);
    },
  );

  it('takes out a token that JSON cannot hold unescaped', () => {
    const token = 'quote"and\\slash';
    const body = JSON.stringify({ text: `no ${token}`, code: 3 });
    expect(parseHecReply(redactBody(body, token))?.text).toBe('no ***');
  });

  it('takes out a token whose first letter ends an escape', () => {
    const body = `{"text":${written(TOKEN, (at) => at === 0)},"code":4}`;
    expect(body).toContain(TOKEN);
    expect(parseHecReply(redactBody(body, TOKEN))).toEqual({ code: 4, text: '***' });
  });

  it('is not led past a text by what is nested too deep', () => {
    const deep = `${'['.repeat(30_000)}${']'.repeat(30_000)}`;
    const body = `{"code":4,"deep":${deep},"text":${written(TOKEN, (at) => at === 0)}}`;
    expect(redactBody(body, TOKEN)).toBe('{"code":4,"text":"***"}');
  });
});
