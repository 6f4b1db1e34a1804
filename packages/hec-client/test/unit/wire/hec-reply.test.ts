import { describe, expect, it } from '@jest/globals';
import { parseHecReply } from '../../../src/wire/hec-reply.js';
import { requestPath } from '../../../src/wire/request-path.js';

describe('parseHecReply', () => {
  it('reads code, text, number and ackId', () => {
    expect(
      parseHecReply('{"text":"Invalid data format","code":6,"invalid-event-number":3,"ackId":0}'),
    ).toEqual({
      code: 6,
      text: 'Invalid data format',
      invalidEventNumber: 3,
      ackId: 0,
    });
  });

  it.each([
    '',
    'null',
    '[]',
    '1',
    '<html>',
    '{"text":"x"}',
    '{"code":"0"}',
    '{"code":-1}',
    '{"code":0.5}',
    '{"code":0',
  ])('takes %j for no answer of HEC', (body) => {
    expect(parseHecReply(body)).toBeUndefined();
  });

  it('keeps the beginning of a long text', () => {
    const text = 'x'.repeat(60_000);
    expect(parseHecReply(JSON.stringify({ code: 12, text }))).toEqual({ code: 12, text: text.slice(0, 200) });
  });

  it('drops a number that is none', () => {
    expect(parseHecReply('{"code":6,"invalid-event-number":"3"}')).toEqual({ code: 6, text: '' });
  });
});

describe('requestPath', () => {
  it('encodes every value so that it stays one value', () => {
    const spec = { kind: 'raw', source: 'a&b=c d', sourcetype: 'größe', index: 'x#y', host: '+%' } as const;
    const url = new URL(requestPath('/pre', spec, 'c h'), 'http://h');
    expect(url.pathname).toBe('/pre/services/collector/raw');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      channel: 'c h',
      index: 'x#y',
      source: 'a&b=c d',
      sourcetype: 'größe',
      host: '+%',
    });
    expect(requestPath('', spec)).not.toContain('+');
  });

  it('has no question mark without a query, and survives half a surrogate pair', () => {
    expect(requestPath('', { kind: 'event' })).toBe('/services/collector/event');
    expect(requestPath('', { kind: 'event', host: 'x\ud800' })).toBe(
      '/services/collector/event?host=x%EF%BF%BD',
    );
  });
});
