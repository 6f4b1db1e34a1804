import { describe, expect, test } from '@jest/globals';
import { helpText, readInvocation } from '../../src/options.js';
import { faultNames } from '../../src/plan/fault-kinds.js';

const read = (...args: string[]) => readInvocation(args, 1_700_000_123_000);

describe('the command line', () => {
  test('has defaults, and a seed by the clock', () => {
    expect(read()).toEqual({
      kind: 'run',
      options: {
        seed: 123,
        minutes: 1.25,
        runs: 1,
        faults: faultNames,
        ack: undefined,
        keep: false,
        write: false,
      },
    });
  });

  test('is taken as it is written, behind two dashes too', () => {
    expect(
      read('--', '--seed', '7', '--minutes', '0.5', '--runs', '3', '--faults', 'hang, reset', '--write'),
    ).toEqual({
      kind: 'run',
      options: {
        seed: 7,
        minutes: 0.5,
        runs: 3,
        faults: ['hang', 'reset'],
        ack: undefined,
        keep: false,
        write: true,
      },
    });
    expect(read('--ack', 'on')).toMatchObject({ options: { ack: true } });
    expect(read('--ack', 'off')).toMatchObject({ options: { ack: false } });
  });

  test.each([
    ['--seed', 'x'],
    ['--seed', ''],
    ['--minutes', '0'],
    ['--runs', '1.5'],
    ['--faults', 'rain'],
    ['--ack', 'perhaps'],
    ['--what'],
  ])('refuses %s %s', (...args) => {
    expect(read(...args.filter((each) => each !== undefined))).toMatchObject({ kind: 'usage-error' });
  });

  test('tells every fault in its help', () => {
    expect(read('--help')).toEqual({ kind: 'help' });
    for (const name of faultNames) expect(helpText).toContain(name);
  });
});
