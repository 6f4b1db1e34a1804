import { expect, test } from '@jest/globals';
import { readInvocation } from '../../src/options.js';

test('nothing given: 500,000 events on a Kafka of its own', () => {
  const options = { events: 500_000, keep: false, brokers: undefined };
  expect(readInvocation([], {})).toEqual({ kind: 'run', options });
  expect(readInvocation([], { KAFKA_BROKERS: '' })).toEqual({ kind: 'run', options });
});

test('events, keep and brokers', () => {
  expect(
    readInvocation(['--', '--events', '1_000', '--keep'], { KAFKA_BROKERS: 'a:9092, [::1]:9093' }),
  ).toEqual({
    kind: 'run',
    options: { events: 1000, keep: true, brokers: ['a:9092', '[::1]:9093'] },
  });
});

test('help', () => {
  expect(readInvocation(['-h'], {})).toEqual({ kind: 'help' });
});

test.each([
  [['--events', '0'], {}, '--events is "0"'],
  [['--events', 'many'], {}, '--events is "many"'],
  [['--events', ''], {}, '--events is ""'],
  [['--events', '1.5'], {}, '--events is "1.5"'],
  [['--nonsense'], {}, '--nonsense'],
  [['extra'], {}, 'extra'],
  [[], { KAFKA_BROKERS: 'localhost' }, 'KAFKA_BROKERS holds "localhost"'],
  [[], { KAFKA_BROKERS: 'http://localhost:9092' }, 'KAFKA_BROKERS holds'],
])('%j %j is a usage error', (args, env, message) => {
  expect(readInvocation(args, env)).toEqual({
    kind: 'usage-error',
    message: expect.stringContaining(message),
  });
});
