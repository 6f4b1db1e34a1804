import { expect, test } from '@jest/globals';
import { readOptions } from '../../src/options.js';

test('a leading -- of the script runner is passed over', () => {
  expect(readOptions(['--', '--events', '5'])).toMatchObject({ events: 5, rounds: 3 });
});

test.each(['0', '-1', 'many', '1.5'])('--events %s is refused in words', (text) => {
  expect(() => readOptions([`--events=${text}`])).toThrow(/--events wants a whole number/);
});

test('acknowledgement is compared where that is asked for', () => {
  expect(readOptions([])).toMatchObject({ ack: false });
  expect(readOptions(['--ack'])).toMatchObject({ ack: true, subject: 'consumer' });
});

test('the subject is the consumer unless another one is named', () => {
  expect(readOptions([]).subject).toBe('consumer');
  expect(readOptions(['hec', '--quick']).subject).toBe('hec');
  expect(() => readOptions(['hce'])).toThrow(/no benchmark 'hce'/);
});
