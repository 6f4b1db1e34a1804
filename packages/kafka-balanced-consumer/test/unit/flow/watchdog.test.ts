import { expect, test } from '@jest/globals';
import { Watchdog } from '../../../src/flow/watchdog.js';

interface Fake {
  place: number;
  pauseCause: string | undefined;
  confirmedEnd: { offset: number; at: number } | undefined;
}

/** A partition that is looked at once a second; its leader is asked each time, unless told otherwise. */
function watch(timeoutMs: number) {
  const watchdog = new Watchdog<Fake>(timeoutMs, () => 'k');
  const stream: Fake = { place: 0, pauseCause: undefined, confirmedEnd: undefined };
  let now = 0;
  return {
    stream,
    look(end: number | undefined): string | undefined {
      now += 1000;
      if (end !== undefined) stream.confirmedEnd = { offset: end, at: now };
      return watchdog.look([stream], now)[0]?.cure;
    },
  };
}

const times = <T>(count: number, act: () => T): T[] => Array.from({ length: count }, act);

test('nudges at half the time and restarts at the whole, then with twice the patience', () => {
  const { look } = watch(4000);
  expect(times(6, () => look(10))).toEqual([...Array(3).fill(undefined), 'nudge', undefined, 'restart']);
  const again = times(9, () => look(10));
  expect(again.indexOf('nudge')).toBe(4);
  expect(again.indexOf('restart')).toBe(8);
});

test.each([
  ['it moves', (stream: Fake) => void stream.place++, 1000],
  ['it is paused', (stream: Fake) => void Object.assign(stream, { pauseCause: 'sink down' }), 1000],
  ['there is nothing to read', () => {}, 0],
  ['its leader does not answer', () => {}, undefined],
])('leaves it alone while %s', (_, change, end) => {
  const { look, stream } = watch(4000);
  if (end === undefined) look(10);
  const cures = times(20, () => {
    change(stream);
    return look(end);
  });
  expect(cures.filter(Boolean)).toEqual([]);
});

test('a record that has just come to a partition that was idle for long is no stall', () => {
  const { look, stream } = watch(4000);
  times(100, () => look(0));
  expect(look(1)).toBeUndefined();
  stream.place = 1;
  expect(times(10, () => look(1)).filter(Boolean)).toEqual([]);
});

test('progress takes the patience back', () => {
  const { look, stream } = watch(4000);
  times(6, () => look(10));
  stream.place = 5;
  expect(times(6, () => look(10))).toContain('restart');
});
