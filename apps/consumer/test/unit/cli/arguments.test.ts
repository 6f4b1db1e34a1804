import { describe, expect, it } from '@jest/globals';
import { readArguments } from '../../../src/cli/arguments.js';

const read = (...args: string[]) => readArguments(args, '1.2.3');

describe('arguments', () => {
  it.each([
    [['-c', 'a.yml']],
    [['-f', 'a.yml']],
    [['--config', 'a.yml']],
    [['--config=a.yml']],
    [['--file', 'a.yml']],
    [['-ca.yml']],
    [['-c', 'a.yml', '-f', 'a.yml']],
    [['--', '-c', 'a.yml']],
  ])('name the file: %j', (args) => {
    expect(read(...args)).toEqual({ kind: 'run', file: 'a.yml', given: true });
  });

  it('may be none: the original default', () => {
    expect(read()).toEqual({ kind: 'run', file: 'kafka_consumer.yml', given: false });
    expect(read('--')).toEqual({ kind: 'run', file: 'kafka_consumer.yml', given: false });
  });

  it.each([
    [['-c'], 'argument missing'],
    [['-c', ''], 'is empty'],
    [['--confg', 'a.yml'], 'Did you mean --config?'],
    [['-c', 'a.yml', '-f', 'b.yml'], 'give one of them'],
    [['a.yml'], 'too many arguments'],
    [['--', '--', '-c', 'a.yml'], 'too many arguments'],
  ])('that are wrong end with 2 and say why: %j', (args, words) => {
    const answer = read(...args);
    expect(answer).toMatchObject({ kind: 'answer', to: 'stderr', exitCode: 2 });
    expect(answer.kind === 'answer' && answer.text).toContain(words);
    expect(answer.kind === 'answer' && answer.text).toContain('--help');
  });

  it('ask for the version', () => {
    expect(read('--version')).toEqual({ kind: 'answer', text: '1.2.3\n', to: 'stdout', exitCode: 0 });
  });

  it('ask for help, which names files, signals and every exit code', () => {
    const answer = read('--help');
    expect(answer).toMatchObject({ kind: 'answer', to: 'stdout', exitCode: 0 });
    const text = answer.kind === 'answer' ? answer.text : '';
    for (const words of [
      '-c, --config <file>',
      'Examples:',
      'kafka_consumer.yml',
      'SIGTERM',
      'dead-letters/',
    ]) {
      expect(text).toContain(words);
    }
    for (const code of [0, 1, 2, 3, 4]) expect(text).toMatch(new RegExp(`^ {2}${code} {2}\\S`, 'm'));
  });
});
