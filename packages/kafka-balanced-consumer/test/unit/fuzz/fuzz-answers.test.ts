import { describe, expect, test } from '@jest/globals';
import { fuzzing, mutated } from '@kafka-splunk/jest-preset/fuzz';
import fc from 'fast-check';
import { decodeMemberData, decodeStarts } from '../../../src/assignor/user-data.js';
import { type FetchAnswer, RecordSetMessage, readFetchAnswer } from '../../../src/broker/fetch-response.js';
import { ResponseReader } from '../../../src/broker/response-reader.js';
import { readFrame, readHandshakeAnswer } from '../../../src/probe/wire.js';
import { readOldFormat } from '../../../src/records/old-format.js';
import { piecesOf } from '../../../src/records/record-set.js';
import { changes } from '../../broken-bytes.js';
import { oldMessages, sealedMessages } from '../../old-messages.js';
import { batchBytes } from '../../record-bytes.js';

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

const some = [{ value: Buffer.from('one') }, { value: Buffer.from('two') }];
const old = oldMessages(1, [
  { key: 'k', value: 'first', timestamp: 1000 },
  { key: null, value: 'second', timestamp: 1001 },
]);

/** An answer of version 11 with two topics of two partitions each, one of them in an old format. */
function answer(): Buffer {
  const partition = (id: number, records: Buffer): Buffer =>
    Buffer.concat([
      int32(id),
      Buffer.alloc(2),
      ...[0, 900, 0, 900, 0, 0].map(int32),
      int32(1),
      ...[0, 7, 0, 3].map(int32),
      int32(-1),
      int32(records.length),
      records,
    ]);
  const topic = (name: string): Buffer =>
    Buffer.concat([
      Buffer.from([0, name.length]),
      Buffer.from(name),
      int32(2),
      partition(0, batchBytes({ records: some, baseOffset: 600 })),
      partition(1, old),
    ]);
  return Buffer.concat([int32(0), Buffer.alloc(2), int32(77), int32(2), topic('logs'), topic('more')]);
}

describe('a whole answer to a fetch', () => {
  const where = /^it breaks off (in its head|at the partitions of .*|behind .*\/-?\d+): /s;
  const valid = answer();

  test('is read as it was written', async () => {
    const { responses } = await readFetchAnswer(valid, 11, readOldFormat);
    expect(responses.map(({ topicName, partitions }) => [topicName, partitions.length])).toEqual([
      ['logs', 2],
      ['more', 2],
    ]);
  });

  test('with anything done to it: read, or an error of ours that says where it breaks off', async () => {
    await fc.assert(
      fc.asyncProperty(changes, async (list) => {
        const payload = mutated(valid, list);
        let read: FetchAnswer;
        try {
          read = await readFetchAnswer(payload, 11, readOldFormat);
        } catch (error) {
          expect(error).toMatchObject({ code: 'KBC_BAD_ANSWER' });
          expect(error).toHaveProperty('message', expect.stringMatching(where));
          return;
        }
        for (const { partitions } of read.responses) {
          for (const { messages } of partitions) {
            const [message] = messages;
            if (!(message instanceof RecordSetMessage)) continue;
            const { topic, partition } = message.recordSet;
            for (const piece of piecesOf(message.take(), 600)) {
              if (piece.kind !== 'unreadable') continue;
              expect(piece.error.message).toContain(` of ${topic}/${partition} cannot be read: `);
            }
          }
        }
      }),
      fuzzing(800),
    );
  });
});

test('messages of the old formats: read, or a RangeError; always an end', async () => {
  const first = old.subarray(0, 12 + old.readInt32BE(8));
  await fc.assert(
    fc.asyncProperty(changes, fc.boolean(), async (list, seal) => {
      const set = mutated(old, list);
      try {
        const messages = await readOldFormat(seal ? sealedMessages(set) : set);
        expect(messages.length).toBeGreaterThan(0);
        expect(messages.length).toBeLessThanOrEqual(Math.ceil((set.length * 2) / first.length) + 2);
      } catch (error) {
        expect(error).toHaveProperty('name', 'RangeError');
      }
    }),
    fuzzing(1500),
  );
});

describe('what comes before a session', () => {
  const wire = (payload: Buffer): Buffer => Buffer.concat([int32(payload.length + 4), int32(1), payload]);
  const handshake = Buffer.concat([Buffer.alloc(2), int32(1), Buffer.from([0, 5]), Buffer.from('PLAIN')]);

  test('a list of mechanisms with a length that leads backwards does not fill the memory', () => {
    const body = Buffer.concat([Buffer.alloc(2), int32(0x7fff_ffff), Buffer.from([0xff, 0xfe])]);
    expect(readHandshakeAnswer(body)).toBeUndefined();
  });

  test('answers to the probe: read, or none', () => {
    fc.assert(
      fc.property(changes, (list) => {
        const read = readHandshakeAnswer(mutated(handshake, list));
        expect(read === undefined || read.mechanisms.length < 60).toBe(true);
        const frame = readFrame(mutated(wire(handshake), list), 1);
        expect(['unfinished', 'foreign', 'object']).toContain(typeof frame === 'object' ? 'object' : frame);
      }),
      fuzzing(1000),
    );
  });

  test('bytes of a socket: answers, a RangeError, or more to wait for', () => {
    fc.assert(
      fc.property(changes, fc.integer({ min: 1, max: 50 }), (list, step) => {
        const bytes = mutated(Buffer.concat([wire(handshake), wire(Buffer.alloc(100, 'a'))]), list);
        let asked = 0;
        const memory = (length: number): Buffer => {
          asked = Math.max(asked, length);
          return Buffer.allocUnsafeSlow(length);
        };
        const reader = new ResponseReader(memory, () => {});
        try {
          for (let at = 0; at < bytes.length; at += step) reader.take(bytes.subarray(at, at + step));
        } catch (error) {
          expect(error).toHaveProperty('name', 'RangeError');
        }
        // A claim is believed up to here; the rest as it comes.
        expect(asked).toBeLessThanOrEqual(64 * 1024 * 1024);
      }),
      fuzzing(300),
    );
  });
});

describe('what members of the group tell each other', () => {
  const text = JSON.stringify({
    v: 1,
    generation: 3,
    owned: { logs: [1, 2] },
    starts: [['logs', [[1, 20]]]],
  });

  test.each([
    '{"v":1,"generation":1,"owned":{"t":5}}',
    '{"v":1,"generation":1,"owned":7}',
    '{"v":1,"generation":1,"owned":{"t":["1",-1,1.5,null]}}',
    '{"v":1,"generation":1,"owned":null}',
  ])('who owns what: %s', (said) => {
    expect(decodeMemberData(Buffer.from(said)).owned).toEqual([]);
  });

  test.each([
    '{"v":1,"starts":5}',
    '{"v":1,"starts":[5]}',
    '{"v":1,"starts":[[5,[[1,2]]]]}',
    '{"v":1,"starts":{}}',
  ])('where to begin: %s', (said) => {
    expect(decodeStarts(Buffer.from(said)).size).toBe(0);
  });

  test('any JSON, and JSON with anything done to it', () => {
    const said = fc.oneof(
      changes.map((list) => mutated(Buffer.from(text), list)),
      fc.json().map((json) => Buffer.from(`{"v":1,"generation":1,"owned":${json},"starts":${json}}`)),
    );
    fc.assert(
      fc.property(said, (bytes) => {
        for (const { partition } of decodeMemberData(bytes).owned)
          expect(partition).toBeGreaterThanOrEqual(0);
        for (const [topic, offsets] of decodeStarts(bytes)) {
          expect(typeof topic).toBe('string');
          for (const pair of offsets) expect(pair.every((n) => Number.isSafeInteger(n) && n >= 0)).toBe(true);
        }
      }),
      fuzzing(1000),
    );
  });
});
