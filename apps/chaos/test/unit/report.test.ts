import { expect, test } from '@jest/globals';
import { judge } from '../../src/judge/verdict.js';
import { faultNames } from '../../src/plan/fault-kinds.js';
import { reliabilityPage, runLines } from '../../src/report.js';
import type { RunResult } from '../../src/run-once.js';
import { aFault, goodConduct, goodRun } from '../fixtures/good-run.js';

const machine = { cpus: '2 × some', node: '20', kafka: '4', minutes: 1 };

function result(seed: number): RunResult {
  const faults = [aFault('kill-worker', 1500)];
  const run = goodRun();
  const evidence = goodRun({
    faults,
    commits: run.commits.filter(({ offset }) => offset <= 2),
    taken: [...run.taken, { number: 5, at: 2000, receiver: 1 }],
  });
  const verdict = judge(evidence, goodConduct);
  return { seed, ack: seed % 2 === 0, verdict, played: faults, workerBytes: 1, evidence, output: '' };
}

test('a run in a few lines', () => {
  expect(runLines(result(1))).toEqual([
    'seed 1, without acknowledgement: 1 faults, 20 events, 0 lost, 0 set aside, 1 repeated (kill-worker 1), 0 MiB in the largest worker',
    expect.stringMatching(/standstill/),
    '  kill-worker: 1 repeated; taken and not committed were 16, the first 496 ms before',
    '  topic that is made anew: 0 events, 0 deleted before they were delivered, 0 lost, 0 repeated',
  ]);
});

test('the page has a row for each kind of fault, and follows from the results alone', () => {
  const page = reliabilityPage([result(1), result(2)], machine);
  expect(page).toBe(reliabilityPage([result(1), result(2)], machine));
  for (const name of faultNames) expect(page).toContain(`\n| ${name} | `);
  expect(page).toContain('| kill-worker | 2 | 2 |');
  expect(page).toContain('| runs with acknowledgement | 1 |');
  expect(page).toContain('was killed (middle · worst) | 16 · 16 |');
});
