import { expect, jest, test } from '@jest/globals';
import { type Progress, progressLine } from '../../../src/cli/progress/progress-line.js';
import { ProgressReport } from '../../../src/cli/progress/progress-report.js';
import type { Terminal } from '../../../src/cli/terminal.js';

const progress: Progress = {
  title: 'replaying orders',
  done: 4000,
  total: 10_000,
  rate: 1234.5,
  notes: ['3 refused'],
};

test.each([
  [progress, 'replaying orders [########------------] 40 % · 4,000 of 10,000 · 1,235/s · 3 refused'],
  [
    { ...progress, done: 9999, notes: [] },
    'replaying orders [###################-] 99 % · 9,999 of 10,000 · 1,235/s',
  ],
  [
    { ...progress, done: 0, total: 0, rate: 0, notes: [] },
    'replaying orders [####################] 100 % · 0 of 0 · 0/s',
  ],
])('the line %#', (each, line) => {
  expect(progressLine(each)).toBe(line);
});

/** A terminal that keeps what is written to stderr. */
function terminal(isTerminal: boolean): { readonly written: string[]; readonly it: Terminal } {
  const written: string[] = [];
  const it: Terminal = {
    answer: async () => {},
    complain: async (text) => void written.push(text),
    interactive: isTerminal,
    progress: isTerminal,
    colour: isTerminal,
    columns: 30,
  };
  return { written, it };
}

test('on a terminal one line is redrawn, cut to its width; elsewhere a line is written now and then', async () => {
  jest.useFakeTimers();
  try {
    const [redrawn, lines] = [terminal(true), terminal(false)];
    const reports = [redrawn, lines].map(({ it }) => new ProgressReport(it, () => progress));
    await jest.advanceTimersByTimeAsync(10_000);
    expect(redrawn.written).toHaveLength(50);
    expect(redrawn.written[0]).toBe(`\r\u001b[K${progressLine(progress).slice(0, 29)}`);
    expect(lines.written).toEqual([`${progressLine(progress)}\n`]);
    for (const report of reports) await report.say('a word');
    expect([redrawn.written.at(-1), lines.written.at(-1)]).toEqual(['\r\u001b[Ka word\n', 'a word\n']);
    for (const report of reports) await report.end();
    expect(redrawn.written.at(-1)).toBe('\n');
    await jest.advanceTimersByTimeAsync(60_000);
    expect(lines.written).toHaveLength(3);
  } finally {
    jest.useRealTimers();
  }
});
