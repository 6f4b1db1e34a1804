import { describe, expect, test } from '@jest/globals';
import { noDelays } from '../../../src/delay/delay-buckets.js';
import { DelayHistogram } from '../../../src/delay/delay-histogram.js';
import { History } from '../../../src/status/history.js';
import { RateWindow } from '../../../src/status/rate-window.js';
import { RecentDelays } from '../../../src/status/recent-delays.js';

const begin = 1_800_000_000_000;
const none = { accepted: noDelays, acked: noDelays };
const at = (seconds: number, deliveredEvents = 0, lag: number | undefined = 0, delays = none) => ({
  now: begin + seconds * 1000,
  deliveredEvents,
  lag,
  delays,
});

describe('the history', () => {
  test('has a point for each ten seconds', () => {
    const history = new History(begin);
    for (let second = 1; second <= 30; second++) history.note(at(second, second * 100, second));
    expect(history.report()).toEqual({
      format: 1,
      stepMs: 10_000,
      from: begin,
      eventsPerSecond: [100, 100, 100],
      lag: [10, 20, 30],
      delayMs: [null, null, null],
    });
  });

  test('keeps an hour', () => {
    const history = new History(begin);
    for (let second = 10; second <= 4000; second += 10) history.note(at(second, 0, second));
    const { lag, from } = history.report();
    expect(lag).toHaveLength(360);
    expect([lag[0], lag[359]]).toEqual([410, 4000]);
    expect(from).toBe(begin + 400_000);
  });

  test('does not know what was while the machine slept', () => {
    const history = new History(begin);
    history.note(at(10, 100));
    history.note(at(45, 450));
    expect(history.report().eventsPerSecond).toEqual([10, null, null, 10]);
    expect(history.report().from + 4 * 10_000).toBe(begin + 40_000);
    history.note(at(50, 500));
    expect(history.report().eventsPerSecond).toHaveLength(5);
    history.note(at(900_000, 500));
    expect(history.report().lag).toHaveLength(360);
  });

  test('begins anew where the clock was put back', () => {
    const history = new History(begin);
    history.note(at(10));
    history.note(at(-500));
    history.note(at(-490, 20));
    expect(history.report()).toMatchObject({ from: begin - 500_000, eventsPerSecond: [2] });
  });

  test('tells the delay of half of the step, until the acknowledgement where nothing else is counted', () => {
    const delays = (...ages: number[]) => {
      const histogram = new DelayHistogram();
      for (const age of ages) histogram.count({ timestamp: () => begin - age }, 0, 1, begin);
      return histogram.snapshot();
    };
    const history = new History(begin);
    history.note(at(10, 1, 0, { ...none, accepted: delays(50) }));
    history.note(at(20, 2, 0, { ...none, accepted: delays(50, 4000) }));
    history.note(at(30, 2, 0, { accepted: delays(50, 4000), acked: delays(900) }));
    expect(history.report().delayMs).toEqual([100, 5000, 1000]);
  });
});

describe('a window of rates', () => {
  const counts = (events: number) => new Map([['events', events]]);

  test('looks back so far and no farther', () => {
    const window = new RateWindow(10_000);
    expect(window.rate('events')).toBe(0);
    for (let second = 0; second <= 100; second++)
      window.note(second * 1000, counts(second < 50 ? 0 : (second - 50) * 7));
    expect(window.rate('events')).toBe(7);
    for (let second = 101; second <= 105; second++) window.note(second * 1000, counts(350));
    expect(window.rate('events')).toBe(4);
    for (let second = 106; second <= 111; second++) window.note(second * 1000, counts(350));
    expect(window.rate('events')).toBe(0);
    expect(window.rate('nobody')).toBe(0);
  });

  test('knows a rate after its second note', () => {
    const window = new RateWindow(10_000);
    window.note(0, counts(0));
    expect(window.rate('events')).toBe(0);
    window.note(500, counts(50));
    expect(window.rate('events')).toBe(100);
  });
});

test('recent delays forget what is older than their span', () => {
  const histogram = new DelayHistogram();
  const delays = () => ({ accepted: histogram.snapshot(), acked: noDelays });
  const recent = new RecentDelays(60_000, 5000);
  const events = () => recent.until(delays()).accepted.counts.reduce((sum, count) => sum + count, 0);
  for (let second = 0; second <= 200; second++) {
    recent.note(second * 1000, delays());
    if (second < 100) histogram.count({ timestamp: () => begin }, 0, 1, begin);
    if (second === 90) expect(events()).toBeGreaterThanOrEqual(60);
    if (second === 90) expect(events()).toBeLessThanOrEqual(66);
  }
  expect(events()).toBe(0);
});
