import { expect, test } from '@jest/globals';
import { RereadQueue } from '../../../src/let-go/reread-queue.js';

test('what is to be read again comes in the order of its offsets, neighbours as one', () => {
  const queue = new RereadQueue();
  queue.add({ from: 30, to: 40 });
  queue.add({ from: 10, to: 15 });
  queue.add({ from: 15, to: 20 });
  queue.add({ from: 25, to: 30 });
  queue.add({ from: 50, to: 50 });
  expect(queue.next).toBe(10);
  expect(queue.passTo(12)).toEqual([{ from: 10, to: 12 }]);
  expect(queue.next).toBe(12);
  expect(queue.passTo(26)).toEqual([
    { from: 12, to: 20 },
    { from: 25, to: 26 },
  ]);
  expect(queue.passTo(26)).toEqual([]);
  expect(queue.passTo(99)).toEqual([{ from: 26, to: 40 }]);
  expect(queue.isEmpty).toBe(true);
  expect(queue.next).toBeUndefined();
});
