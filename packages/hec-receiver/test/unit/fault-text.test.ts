import { expect, test } from '@jest/globals';
import { parseFault } from '../../src/faults/fault-text.js';
import type { SeenRequest } from '../../src/index.js';

test.each([
  ['503', { status: 503 }, undefined],
  ['503/9 x3', { status: 503, code: 9 }, 3],
  ['/9', { code: 9 }, undefined],
  ['400/6@7 x1', { status: 400, code: 6, eventNumber: 7 }, 1],
  ['hang', { do: 'hang' }, undefined],
  ['reset-after-accept x2', { do: 'reset-after-accept' }, 2],
  ['slow:250', { do: 'slow', ms: 250 }, undefined],
  ['poison:BAD', { do: 'poison', marker: 'BAD', code: 6 }, undefined],
  ['poison:BAD/13 x1', { do: 'poison', marker: 'BAD', code: 13 }, 1],
])('%s', (text, fault, times) => {
  expect(parseFault(text)).toEqual({ fault, times, match: undefined });
});

test('conditions', () => {
  const request = (endpoint: SeenRequest['endpoint'], index: string) =>
    ({ endpoint, metadata: { index, sourcetype: 'st' } }) as unknown as SeenRequest;
  const { match, times } = parseFault('503/9 x2 if index=dead sourcetype=st');
  expect(times).toBe(2);
  expect(match?.(request('raw', 'dead'))).toBe(true);
  expect(match?.(request('raw', 'alive'))).toBe(false);
  expect(match?.(request('ack', 'dead'))).toBe(false);
  expect(parseFault('404 if endpoint=ack').match?.(request('ack', ''))).toBe(true);
});

test.each([
  '',
  'nonsense',
  '503/9 3',
  '99',
  '@7',
  'slow:x',
  'poison:BAD/9',
  '503 if colour=red',
  '503 if index',
])('"%s" is refused with what can be written', (text) => {
  expect(() => parseFault(text)).toThrow(/Cannot read .*Write/);
});
