import { expect, it } from '@jest/globals';
import { watchTerminal } from '../../../src/cli/terminal-watch.js';

it('tells a terminal that hung up from one that is there, and from none', () => {
  let terminals = [0, 2];
  const gone = watchTerminal((descriptor) => terminals.includes(descriptor));
  expect(gone()).toBe(false);
  terminals = [];
  expect(gone()).toBe(true);
  expect(watchTerminal(() => false)()).toBe(false);
});
