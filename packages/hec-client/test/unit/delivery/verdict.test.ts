import { describe, expect, it } from '@jest/globals';
import { judge, type RequestFacts, type Verdict } from '../../../src/delivery/verdict.js';
import { hecReplyCodes } from '../../../src/index.js';

const EVENT: RequestFacts = { kind: 'event', events: 10, ownIndex: false, oneLineEach: true };
const RAW: RequestFacts = { ...EVENT, kind: 'raw' };

const http = (status: number, body = '', facts = EVENT): Verdict =>
  judge({ kind: 'answer', status, body }, facts, 0);
const code = (number: number, more: object = {}, facts = EVENT): Verdict =>
  http(hecReplyCodes[number]!.status, JSON.stringify({ code: number, text: 't', ...more }), facts);
const at = (number: number): object => ({ 'invalid-event-number': number });

describe('judge, by HEC code', () => {
  it.each([0, 24, 25])('%i is in', (number) => {
    expect(code(number)).toEqual({ kind: 'delivered' });
  });

  it.each([8, 9, 18, 19, 20, 23, 26, 27])('%i is sent again', (number) => {
    expect(code(number)).toMatchObject({ kind: 'retry', ambiguous: number === 8 });
    // Code 9 with a number: two sources differ on what was taken, so everything is sent again.
    expect(code(number, at(4))).toMatchObject({ kind: 'retry' });
  });

  it.each([1, 2, 3, 4, 10, 11, 14, 16, 21, 22, 28])('%i pauses the endpoint', (number) => {
    expect(code(number)).toEqual({
      kind: 'endpoint-config',
      cause: `${hecReplyCodes[number]!.status} t (code ${number})`,
    });
  });

  it.each([6, 12, 13, 15])('%i names the event', (number) => {
    const refusal = { status: 400, code: number, text: 't' };
    expect(code(number, at(3))).toEqual({ kind: 'isolate', position: 3, refusal });
    expect(code(number)).toEqual({ kind: 'halve', refusal });
    expect(code(number, at(10))).toEqual({ kind: 'halve', refusal });
  });

  it.each([12, 13, 15])('%i at 0 names event 0', (number) => {
    expect(code(number, at(0))).toMatchObject({ kind: 'isolate', position: 0 });
  });

  it('6 at 0 may mean a body over the cap of Splunk Cloud', () => {
    expect(code(6, at(0))).toMatchObject({ kind: 'halve' });
  });

  it('5 halves, with or without a number', () => {
    expect(code(5)).toMatchObject({ kind: 'halve' });
    expect(code(5, at(2))).toMatchObject({ kind: 'halve' });
  });

  it('7 is the destination’s fault on raw, and where no envelope names an index', () => {
    expect(code(7, at(1), RAW)).toMatchObject({ kind: 'destination-config' });
    expect(code(7, at(1))).toMatchObject({ kind: 'destination-config' });
  });

  it('7 makes two events suspects where envelopes name their index', () => {
    const own = { ...EVENT, ownIndex: true };
    expect(code(7, at(4), own)).toMatchObject({ kind: 'suspect', first: 3, last: 4 });
    expect(code(7, at(0), own)).toMatchObject({ kind: 'suspect', first: 0, last: 0 });
    expect(code(7, at(10), own)).toMatchObject({ kind: 'suspect', first: 9, last: 9 });
    expect(code(7, at(11), own)).toMatchObject({ kind: 'halve' });
    expect(code(7, {}, own)).toMatchObject({ kind: 'halve' });
    expect(code(7, at(1), { ...own, events: 1 })).toMatchObject({ kind: 'halve' });
  });

  it('on raw a number is a hint, and none when lines and events differ', () => {
    expect(code(6, at(3), RAW)).toMatchObject({ kind: 'suspect', first: 3, last: 3 });
    expect(code(6, at(3), { ...RAW, oneLineEach: false })).toMatchObject({ kind: 'halve' });
  });

  it('17 is no answer to events', () => {
    expect(code(17)).toMatchObject({ kind: 'retry', ambiguous: true });
  });

  it('has a verdict for every code of the table', () => {
    for (const number of Object.keys(hecReplyCodes)) expect(code(Number(number)).kind).toBeDefined();
  });
});

describe('judge, without a HEC code', () => {
  it.each([
    '',
    '<html>welcome</html>',
    '{"code":0',
    '{"ok":true}',
    '{"code":99,"text":"x"}',
    '{"code":9,"text":"x"}',
  ])('200 with %j delivers nothing', (body) => {
    expect(http(200, body)).toMatchObject({ kind: 'retry', ambiguous: true });
  });

  it.each([201, 202, 204])('%i is no success of HEC', (status) => {
    expect(http(status, '{"code":0,"text":"Success"}')).toMatchObject({ kind: 'retry', ambiguous: true });
  });

  it('success beside a bad status is none', () => {
    expect(http(502, '{"code":0,"text":"Success"}')).toMatchObject({ kind: 'retry', ambiguous: true });
  });

  it.each([
    [408, 'retry', true],
    [500, 'retry', true],
    [502, 'retry', true],
    [504, 'retry', true],
    [599, 'retry', true],
    [429, 'retry', false],
    [503, 'retry', true],
  ])('%i: %s, ambiguous %s', (status, kind, ambiguous) => {
    expect(http(status, '<html>')).toMatchObject({ kind, ambiguous });
  });

  it.each([
    [302, 'endpoint-config'],
    [400, 'halve'],
    [401, 'forbidden'],
    [403, 'forbidden'],
    [404, 'not-found'],
    [407, 'endpoint-config'],
    [413, 'halve'],
    [414, 'destination-config'],
    [415, 'endpoint-config'],
    [418, 'endpoint-config'],
  ])('%i: %s', (status, kind) => {
    expect(http(status, '<html>').kind).toBe(kind);
  });

  it('a 403 in HEC’s form is about the token, whatever its code', () => {
    expect(http(403, '{"code":77,"text":"new"}')).toMatchObject({ kind: 'endpoint-config' });
  });

  it('reads Retry-After', () => {
    const answer = { kind: 'answer', status: 429, body: '', retryAfter: '3' } as const;
    expect(judge(answer, EVENT, 0)).toMatchObject({ kind: 'retry', retryAfterMs: 3000 });
  });

  it('quotes no body that is not HEC’s', () => {
    expect(JSON.stringify(http(502, 'secret'))).not.toContain('secret');
  });

  it('a request that failed is sent again, or paused when somebody has to mend it', () => {
    const failed = { kind: 'failed', text: 'x', ambiguous: false } as const;
    expect(judge({ ...failed, config: false }, EVENT, 0)).toMatchObject({ kind: 'retry', cause: 'x' });
    expect(judge({ ...failed, config: true }, EVENT, 0)).toEqual({ kind: 'endpoint-config', cause: 'x' });
  });
});
