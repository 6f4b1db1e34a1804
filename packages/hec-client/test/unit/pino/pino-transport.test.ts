import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type Receiver, startReceiver } from '@kafka-splunk/hec-receiver';
import { pinoTransport } from '../../../src/pino/index.js';
import { LineReader } from '../../../src/pino/line-reader.js';
import { logEvent } from '../../../src/pino/log-event.js';

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver({ keep: 'events' });
});
afterEach(() => receiver.stop());

describe('the stream', () => {
  const ended = (stream: NodeJS.WritableStream): Promise<void> =>
    new Promise((resolve, reject) => {
      stream.once('error', reject);
      stream.end(() => resolve());
    });

  it('warns of rejected events and of a wrong token, without the token', async () => {
    const emitWarning = jest.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const stream = pinoTransport({ url: receiver.url, token: receiver.token });
    stream.write('{}\n{}\n{}\n{}\n{"fine":1}\n');
    await ended(stream);
    const wrong = pinoTransport({ url: receiver.url, token: 'a-wrong-token', closeDeadlineMs: 1 });
    wrong.write('{"a":1}\n');
    while (emitWarning.mock.calls.length < 4) await new Promise(setImmediate);
    await ended(wrong);
    const warnings = emitWarning.mock.calls.map(([message]) => String(message));
    emitWarning.mockRestore();
    expect(warnings).toEqual([
      expect.stringContaining('1 log event(s) rejected so far, the last one: not sent: the event is blank'),
      expect.stringContaining('2 log event(s)'),
      expect.stringContaining('4 log event(s)'),
      expect.stringContaining('403 Invalid token (code 4)'),
      expect.stringContaining('1 log event(s) had no answer'),
    ]);
    expect(warnings.join()).not.toContain('a-wrong-token');
    expect(receiver.events).toHaveLength(1);
  });

  it('sends the last line also without its newline', async () => {
    const stream = pinoTransport({ url: receiver.url, token: receiver.token });
    stream.write('no ');
    stream.write('JSON');
    await ended(stream);
    expect(receiver.events.map(({ raw }) => raw.toString())).toEqual(['no JSON']);
  });
});

it('lines are whole wherever the pieces are cut', () => {
  const reader = new LineReader();
  expect([reader.read('a\nb'), reader.read(''), reader.read('c\n\nd\n'), reader.end()]).toEqual([
    ['a'],
    [],
    ['bc', 'd'],
    [],
  ]);
});

it.each([
  ['{"time":1700000000123,"a":1}', 1_700_000_000_123],
  ['{"time":1700000000,"a":1}', 1_700_000_000_000],
  ['{"time":"2023-11-14T22:13:20.123Z","a":1}', 1_700_000_000_123],
  ['{"time":"soon","a":1}', undefined],
  ['{"a":1}', undefined],
  ['[1]', undefined],
  ['no JSON', undefined],
])('the time of %s', (line, ms) => {
  expect((logEvent(line).time as Date | undefined)?.getTime()).toBe(ms);
});
