import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type ChartData, chart, chartHeight, stepAt } from '../../../page/view/chart.js';
import { history, historyRows } from '../../../page/view/history.js';
import { scaleFor } from '../../../page/view/scale.js';
import { historyReport } from '../../fixtures/status-report.js';

const from = Date.UTC(2026, 7, 1, 11, 10, 0);
const data = (values: readonly (number | null)[]): ChartData => ({
  title: 'Lag, records',
  stepMs: 10_000,
  from,
  values,
  span: 360,
  say: String,
  mark: String,
  least: 10,
});

describe('the scale', () => {
  test.each([
    [[], 10, 10],
    [[11], 10, 20],
    [[41_203], 10, 50_000],
    [[100_000], 10, 100_000],
    [[null, 7100], 10, 8000],
  ])('of %p ends at a round number', (values, least, top) => {
    expect(scaleFor(values, least)).toEqual({ top, lines: [0, top / 2, top] });
  });

  test('always holds every value, and wastes at most half', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1e15, noNaN: true }), { minLength: 1 }), (values) => {
        const { top } = scaleFor(values, 10);
        const most = Math.max(10, ...values);
        return top >= most && top <= most * 2.0001;
      }),
    );
  });
});

describe('a chart', () => {
  test('ends at the right, and has a gap where nothing is known', () => {
    const { line, area } = chart(data([5, null, 10, 0]));
    expect(line).toBe('M356 50h1M358 0h1V100h1');
    expect(area).toBe(
      `M356 ${chartHeight}V50h1V${chartHeight}ZM358 ${chartHeight}V0h1V100h1V${chartHeight}Z`,
    );
  });

  test('says in a sentence what it shows', () => {
    expect(chart(data([5, null, 10, 0])).summary).toBe(
      'Lag, records, last hour: 0 at the end; least 0, most 10 at 11:10:20Z.',
    );
    expect(chart(data([3, null])).summary).toContain('nothing known at the end');
    expect(chart(data([null])).summary).toBe('Lag, records: nothing known yet.');
    expect(chart(data([])).line).toBe('');
  });

  test('is read under the pointer', () => {
    const hour = data([7, null]);
    expect(stepAt(hour, 0.5)).toBeUndefined();
    expect(stepAt(hour, 358.5 / 360)).toEqual({ at: from, text: '11:10:00Z 7' });
    expect(stepAt(hour, 0.9999)?.text).toBe('11:10:10Z nothing known');
    expect(stepAt(hour, -1)).toBeUndefined();
  });
});

describe('the hour', () => {
  test('has a chart each for rate, lag and delay', () => {
    const { rate, lag, delay } = history(historyReport());
    expect(chart(rate).summary).toMatch(
      /^Events per second, last hour: 41,\d+ at the end; least 40,025, most 41,996/,
    );
    expect(chart(lag).scale).toEqual(['0', '100', '200']);
    expect(chart(delay).scale).toEqual(['0', '500 ms', '1 s']);
  });

  test('is as wide as there is something to show: 10, 20 or 60 minutes', () => {
    const started = (steps: number) =>
      history(
        historyReport({
          eventsPerSecond: [...Array(300).fill(null), ...Array(steps).fill(5)],
          lag: Array(300 + steps).fill(null),
          delayMs: Array(300 + steps).fill(null),
        }),
      ).rate;
    expect(started(3)).toMatchObject({ span: 60, values: [5, 5, 5], from: from + 3_000_000 });
    expect(chart(started(3))).toMatchObject({
      line: 'M57 50h1V50h1V50h1',
      times: ['10 min ago', '5 min', 'now'],
    });
    expect(chart(started(3)).summary).toMatch(/^Events per second, last 10 min: 5 at the end/);
    expect(chart(started(61)).times[0]).toBe('20 min ago');
    expect(chart(history(historyReport()).lag)).toMatchObject({
      span: 360,
      times: ['60 min ago', '30 min', 'now'],
    });
    const nothing = historyReport({ eventsPerSecond: [], lag: [], delayMs: [] });
    expect(chart(history(nothing).rate)).toMatchObject({ span: 60, line: '' });
  });

  test('in numbers: twelve rows of five minutes, newest first, rate as a mean, lag at its worst', () => {
    const rows = historyRows(historyReport());
    expect(rows).toHaveLength(12);
    expect(rows[0]).toMatchObject({ time: '12:05Z', delay: '250 ms' });
    expect(rows.at(-1)).toEqual({ time: '11:10Z', rate: '–', lag: '–', delay: '–' });
    const [two] = historyRows({
      format: 1,
      stepMs: 10_000,
      from,
      eventsPerSecond: [100, 300],
      lag: [9, 4],
      delayMs: [null, 5],
    });
    expect(two).toEqual({ time: '11:10Z', rate: '200', lag: '9', delay: '5 ms' });
  });
});
