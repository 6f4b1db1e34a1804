import { expect, test } from '@jest/globals';
import { UndoStack } from '../../src/undo-stack.js';

test('takes back in the opposite order, once, and goes on after a failure', async () => {
  const stack = new UndoStack();
  const undone: string[] = [];
  stack.push('first', () => void undone.push('first'));
  stack.push('second', () => Promise.reject(new Error('stuck')));
  stack.push('third', async () => void undone.push('third'));
  expect(await stack.run()).toEqual(['second: stuck']);
  expect(undone).toEqual(['third', 'first']);
  expect(await stack.run()).toEqual([]);
});
