import { expect, test } from '@jest/globals';
import { AckBook } from '../../src/ack-book.js';

test('ids count in each channel, and are true once, after the delay', () => {
  const book = new AckBook(1000);
  expect([book.taken('a', 0), book.taken('a', 500), book.taken('b', 500)]).toEqual([0, 1, 0]);
  expect(book.ask('a', [0, 1], 999)).toBe('{"acks":{"0":false,"1":false}}');
  expect(book.ask('a', [0, 1], 1000)).toBe('{"acks":{"0":true,"1":false}}');
  expect(book.ask('a', [0, 1], 1500)).toBe('{"acks":{"0":false,"1":true}}');
  expect(book.ask('b', [0, 7], 1500)).toBe('{"acks":{"0":true,"7":false}}');
  expect(book.ask('c', [0], 1500)).toBe('{"acks":{"0":false}}');
});
