import { describe, expect, test } from '@jest/globals';
import { answerTo } from '../hec-call.js';
import { startForTest } from '../running-receiver.js';

const path = '/services/collector/event';

describe('one envelope', () => {
  test.each([
    ['{"event":"text"}', 0],
    ['{"event":0}', 0],
    ['{"event":false}', 0],
    ['{"event":{"a":[1]}}', 0],
    ['{"event":[1]}', 0],
    ['{"event":"a","time":1700000000}', 0],
    ['{"event":"a","time":1700000000.123}', 0],
    ['{"event":"a","time":"1700000000.123"}', 0],
    ['{"event":{"time":1e9},"time":1700000000}', 0],
    ['{"event":"\\"time\\": 1e9","time":1}', 0],
    ['{"event":"a","time":1.7e9}', 15],
    ['{"event":"3e5","time":17E8}', 15],
    ['{"event":"a","time":"1.7e9"}', 15],
    ['{"event":"a","time":"yesterday"}', 15],
    ['{"event":"a","time":{}}', 15],
    ['{"event":"a","fields":{"k":"v","l":["v","w"],"n":1}}', 0],
    ['{"event":"a","fields":{"k":{"l":"v"}}}', 15],
    ['{"event":"a","fields":{"k":[["v"]]}}', 15],
    ['{"event":"a","fields":[]}', 15],
    ['{"event":"a","fields":"k=v"}', 15],
    ['{}', 12],
    ['{"index":"main"}', 12],
    ['{"event":""}', 13],
    ['{"event":" \\t"}', 13],
    ['{"event":null}', 13],
    ['{"event":[]}', 13],
    ['{"event":{}}', 13],
    ['{"event":"a","host":1}', 6],
    ['{"event":a}', 6],
    ['{"event":"a"', 6],
    ['{"event":"a"]}', 6],
    ['"text"', 6],
    ['[1]', 6],
    ['[{"event":"a"}{"event":"b"}]', 6],
    ['{"event":"a"},{"event":"b"}', 6],
  ])('%s is code %d', async (body, code) => {
    const receiver = await startForTest();
    const [status, json] = await answerTo(receiver, path, body);
    expect([status, (json as { code: number }).code]).toEqual([code === 0 ? 200 : 400, code]);
  });
});

test('concatenated, on lines, in an array: all the same', async () => {
  const receiver = await startForTest({ keep: 'events' });
  for (const body of [
    '{"event":"a"}{"event":"b"}',
    '{"event":"a"}\r\n{"event":"b"}\n',
    '[{"event":"a"} , {"event":"b"}]',
  ]) {
    expect((await answerTo(receiver, path, body))[0]).toBe(200);
  }
  expect(receiver.events.map((event) => event.raw.toString()).join('')).toBe('ababab');
});

test('the number of a bad envelope counts from 0, and those before it are in', async () => {
  const receiver = await startForTest({ keep: 'events' });
  const body = '{"event":"a"}{"event":"b"}{"event":""}{"event":"c"}';
  expect(await answerTo(receiver, path, body)).toEqual([
    400,
    { text: 'Event field cannot be blank', code: 13, 'invalid-event-number': 2 },
  ]);
  expect(receiver.events.map((event) => event.raw.toString())).toEqual(['a', 'b']);
});

test('the silent loss trap: an unknown key is 200, and only what comes before it is in', async () => {
  const receiver = await startForTest();
  const good = '{"event":"a"}';
  expect(await answerTo(receiver, path, `${good}{"event":"b","extra":1}${good}`)).toEqual([
    200,
    { text: 'Success', code: 0 },
  ]);
  expect(receiver.accepted).toMatchObject({ events: 1, silentlyLost: 2 });
  expect(await answerTo(receiver, path, '{"event":"b","extra":1}')).toEqual([
    400,
    { text: 'No data', code: 5 },
  ]);
});

test('fields without event is 200 and dropped', async () => {
  const receiver = await startForTest();
  expect((await answerTo(receiver, path, '{"fields":{"a":"b"}}{"event":"a"}'))[0]).toBe(200);
  expect(receiver.accepted).toMatchObject({ events: 1, silentlyLost: 1 });
});

test('metadata of the envelope wins over the query', async () => {
  const receiver = await startForTest({ keep: 'events' });
  const body = '{"event":"a","index":"mine","time":5,"fields":{"k":"v"}}{"event":{"b":1}}';
  await answerTo(receiver, `${path}?index=theirs&sourcetype=st&host=h`, body);
  expect(receiver.events).toEqual([
    expect.objectContaining({ index: 'mine', sourcetype: 'st', host: 'h', time: 5, fields: { k: 'v' } }),
    expect.objectContaining({ index: 'theirs', sourcetype: 'st', raw: Buffer.from('{"b":1}'), position: 1 }),
  ]);
  expect(receiver.destinations.map((to) => [to.index, to.sourcetype, to.events])).toEqual([
    ['mine', 'st', 1],
    ['theirs', 'st', 1],
  ]);
});
