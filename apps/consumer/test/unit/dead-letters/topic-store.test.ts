import { describe, expect, test } from '@jest/globals';
import { ConsumerError, type ProducerRecord } from '@kafka-splunk/kafka-balanced-consumer/producer';
import type { DeadLetter } from '../../../src/dead-letters/dead-letter.js';
import { TopicStore } from '../../../src/dead-letters/topic-store.js';
import { aLetter } from '../../fixtures/letters.js';

/** A store over a topic of two partitions that takes `most` bytes of values at once; `send` may fail first. */
function topicStore({ most = 100, send = async (_: readonly ProducerRecord[]): Promise<void> => {} } = {}) {
  const written: string[] = [];
  const overflown: DeadLetter[] = [];
  const warnings: string[] = [];
  let asked = 0;
  const store = new TopicStore({
    topic: 'dead',
    partitions: async () => {
      asked++;
      return 2;
    },
    producer: {
      async send(_, records) {
        await send(records);
        const bytes = records.reduce((sum, { value }) => sum + (value?.length ?? 0), 0);
        if (bytes > most) throw new ConsumerError('KBC_TOO_LARGE', 'too large');
        written.push(records.map(({ partition, value }) => `${partition}:${value}`).join(' '));
      },
      close: async () => {},
    },
    overflow: {
      name: 'the file',
      write: async (letters, onDurable) => {
        overflown.push(...letters);
        for (const index of letters.keys()) onDurable(index);
      },
      close: async () => {},
    },
    onWarning: (message) => warnings.push(message),
  });
  const durable: number[] = [];
  const write = (letters: readonly DeadLetter[]) => store.write(letters, (index) => durable.push(index));
  return { write, written, overflown, warnings, durable, asked: () => asked };
}

const values = (texts: readonly string[]): DeadLetter[] =>
  texts.map((text, offset) => aLetter({ value: Buffer.from(text), offset, partition: offset % 4 }));

describe('TopicStore', () => {
  test('writes one request a partition, and keeps the order of each', async () => {
    const { write, written, durable, asked } = topicStore();
    await write(values(['a', 'b', 'c', 'd', 'e']));
    await write(values(['f']));
    expect(written).toEqual(['0:a 0:c 0:e', '1:b 1:d', '0:f']);
    expect(durable.sort()).toEqual([0, 0, 1, 2, 3, 4]);
    expect(asked()).toBe(1);
  });

  test('halves what is too much at once, and puts what is too large alone into the file', async () => {
    const { write, written, overflown, warnings, durable } = topicStore({ most: 4 });
    await write(
      ['aa', 'bb', 'ccccc', 'dd'].map((text, offset) => aLetter({ value: Buffer.from(text), offset })),
    );
    expect(written).toEqual(['1:aa 1:bb', '1:dd']);
    expect(overflown.map(({ value }) => value?.toString())).toEqual(['ccccc']);
    expect(warnings).toEqual([
      'the dead letter of orders/3/2 is too large for the topic dead: it is in the file',
    ]);
    expect(durable).toEqual([0, 1, 2, 3]);
  });

  test('a partition that fails does not take the others with it, and the topic is looked at again', async () => {
    let failures = 1;
    const { write, written, durable, asked } = topicStore({
      send: async ([record]) => {
        if (record?.partition === 1 && failures-- > 0)
          throw new ConsumerError('KBC_SEND_FAILED', 'no leader');
      },
    });
    await expect(write(values(['a', 'b']))).rejects.toThrow('no leader');
    expect(durable).toEqual([0]);
    await write(values(['-', 'b']).slice(1));
    expect(written).toEqual(['0:a', '1:b']);
    expect(asked()).toBe(2);
  });

  test('takes the bytes before it first waits', async () => {
    const value = Buffer.from('here');
    const { write, written } = topicStore();
    const writing = write([aLetter({ value })]);
    value.fill('.');
    await writing;
    expect(written).toEqual(['1:here']);
  });
});
