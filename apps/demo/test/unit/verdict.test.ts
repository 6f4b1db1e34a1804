import { expect, test } from '@jest/globals';
import type { RunCount } from '@kafka-splunk/hec-receiver';
import { judge, rateOf } from '../../src/verdict.js';

const run: RunCount = {
  run: '00c0ffee',
  received: 10,
  distinct: 10,
  duplicated: 0,
  untracked: 0,
  highest: 9,
  firstAt: 1000,
  lastAt: 3000,
  firstMissing: [],
};

test('all is well', () => {
  expect(judge({ produced: 10, run, eventsPerSecond: 5.4 })).toEqual({
    notes: [expect.stringContaining('from the first one received to the last one')],
    line: 'produced 10, received 10 distinct, lost 0, duplicated 0, 5 events/s',
    exitCode: 0,
  });
});

test('duplicates are explained, and no failure', () => {
  const { notes, line, exitCode } = judge({
    produced: 10,
    run: { ...run, duplicated: 3 },
    eventsPerSecond: 5,
  });
  expect(line).toBe('produced 10, received 10 distinct, lost 0, duplicated 3, 5 events/s');
  expect(exitCode).toBe(0);
  expect(notes.join('\n')).toContain('3 events came twice. Delivery is at least once');
});

test('a loss is a failure, and named', () => {
  const lossy = judge({ produced: 12, run: { ...run, firstMissing: [4, 7] }, eventsPerSecond: 5 });
  expect(lossy.line).toBe('produced 12, received 10 distinct, lost 2, duplicated 0, 5 events/s');
  expect(lossy.exitCode).toBe(1);
  expect(lossy.notes.join('\n')).toContain('4, 7');
  const nothing = judge({ produced: 12, run: undefined, eventsPerSecond: 0 });
  expect(nothing.line).toBe('produced 12, received 0 distinct, lost 12, duplicated 0, 0 events/s');
  expect(nothing.exitCode).toBe(1);
});

test('the rate is from the first event to the last', () => {
  expect(rateOf(run)).toBe(5);
  expect(rateOf({ ...run, lastAt: run.firstAt })).toBe(10_000);
});
