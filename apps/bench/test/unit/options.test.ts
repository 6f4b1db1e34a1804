import { expect, test } from '@jest/globals';
import { readOptions } from '../../src/options.js';

test('a leading -- of the script runner is passed over', () => {
  expect(readOptions(['--', '--events', '5'])).toMatchObject({ events: 5, rounds: 3 });
});

test.each(['0', '-1', 'many', '1.5'])('--events %s is refused in words', (text) => {
  expect(() => readOptions([`--events=${text}`])).toThrow(/--events wants a whole number/);
});

test('the road is run unless another benchmark is named, and one at a time', () => {
  expect(readOptions([]).subject).toBe('road');
  expect(readOptions(['--ack']).subject).toBe('ack');
  expect(readOptions(['hec', '--quick']).subject).toBe('hec');
  expect(readOptions(['joins'])).toMatchObject({ subject: 'joins', members: 50, partitions: 1000 });
  expect(() => readOptions(['hec', '--ack'])).toThrow(/one benchmark at a time/);
  expect(() => readOptions(['hce'])).toThrow(/no benchmark 'hce'/);
  expect(() => readOptions(['--ack', '--idle'])).toThrow(/one benchmark at a time/);
});

test('rows are named with commas', () => {
  expect(readOptions(['--rows', 'raw, event']).rows).toEqual(['raw', 'event']);
});

test('--quick is less of everything, but a dead Splunk needs events enough to fill the budget', () => {
  expect(readOptions(['--quick'])).toMatchObject({ events: 300_000, rounds: 1 });
  expect(readOptions(['--quick', '--soak'])).toMatchObject({ events: 1_000_000, seconds: 30 });
});
