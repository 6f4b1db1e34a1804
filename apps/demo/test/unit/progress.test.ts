import type { WriteStream } from 'node:tty';
import { expect, test } from '@jest/globals';
import { progressBar, progressText } from '../../src/progress-line.js';
import { ProgressView } from '../../src/progress-view.js';

const state = { target: 1000, produced: 750, received: 500, rate: 1234.4 };

function stream(isTTY: boolean): { out: WriteStream; written: () => string } {
  let written = '';
  const write = (text: string): boolean => {
    written += text;
    return true;
  };
  return { out: { isTTY, columns: 100, write } as unknown as WriteStream, written: () => written };
}

test('the words: what was produced, received, what is between, and how fast', () => {
  expect(progressText(state)).toBe('produced 750  received 500  lag 250  1,234/s');
});

test('the bar is never wider than the terminal', () => {
  for (let columns = 1; columns < 200; columns++) {
    expect(progressBar(state, columns, false).length).toBeLessThan(columns + 1);
  }
  expect(progressBar(state, 100, false)).toMatch(/^█{15}░{15} 50% {2}produced/);
});

test('colour only on a terminal, and not with NO_COLOR', () => {
  const shown = (isTTY: boolean, env: NodeJS.ProcessEnv): string => {
    const { out, written } = stream(isTTY);
    new ProgressView(out, env).show(state, 10_000);
    return written();
  };
  const green = '\u001b[32m';
  expect(shown(true, {})).toContain(green);
  expect(shown(true, { NO_COLOR: '1' })).not.toContain(green);
  expect(shown(true, { TERM: 'dumb' })).not.toContain(green);
  expect(shown(false, {})).toBe('produced 750  received 500  lag 250  1,234/s\n');
});

test('elsewhere than on a terminal a line every two seconds', () => {
  const { out, written } = stream(false);
  const view = new ProgressView(out, {});
  for (let now = 10_000; now < 15_000; now += 250) view.show(state, now);
  expect(written().split('\n')).toHaveLength(4);
});

test('a line that stays does not run into the bar', () => {
  const { out, written } = stream(true);
  const view = new ProgressView(out, { NO_COLOR: '1' });
  view.show(state, 0);
  view.say('hello');
  view.end();
  expect(written()).toMatch(/\/s\nhello\n$/);
});
