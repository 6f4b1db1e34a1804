import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkEnvelope, type EventHead, eventHead } from '../../src/index.js';
import { writeNumber } from '../../src/wire/event-number.js';
import { RecordedClient } from './recorded-client.js';
import { ScriptedServer } from './scripted-server.js';

let server: ScriptedServer;
let client: RecordedClient;

beforeEach(async () => {
  server = await ScriptedServer.start();
  client = new RecordedClient({ url: server.url });
});
afterEach(async () => {
  await client.client.close();
  await server.stop();
});

const open = (kind: 'raw' | 'event' = 'event') => client.client.open(client.client.destination({ kind }))!;
const sent = async (): Promise<string> => {
  await client.flushed();
  return server.seen.map(({ body }) => body.toString()).join('');
};

describe('a head with a number', () => {
  const append = (head: EventHead, number?: number, timeMs?: number): void => {
    open().append(Buffer.from('x'), 0, 1, head, timeMs, number);
  };

  it('gives each event its own, beside the other fields', async () => {
    const head = eventHead({ host: 'h', fields: { topic: 't"' } }, { numberField: 'offset' });
    append(head, 9_999);
    append(head, 10_000, 1_700_000_000_007);
    append(eventHead({}, { numberField: 'n' }));
    append(eventHead({ source: 's' }), 7);
    expect(await sent()).toBe(
      '{"host":"h","fields":{"topic":"t\\"","offset":"9999"},"event":"x"}\n' +
        '{"host":"h","fields":{"topic":"t\\"","offset":"10000"},"time":1700000000.007,"event":"x"}\n' +
        '{"fields":{"n":"0"},"event":"x"}\n' +
        '{"source":"s","event":"x"}\n',
    );
  });

  it('is refused where fields have one of its name', () => {
    expect(() => eventHead({ fields: { n: 'x' } }, { numberField: 'n' })).toThrow(
      expect.objectContaining({ code: 'HEC_HEAD' }),
    );
  });

  it('property: a number is written as it prints', () => {
    const view = new DataView(new ArrayBuffer(64));
    const near = fc.nat(30_000).map((n) => n);
    fc.assert(
      fc.property(fc.oneof(near, fc.maxSafeNat()), fc.nat(3), (number, at) => {
        const end = writeNumber(view, at, number);
        expect(Buffer.from(view.buffer, at, end - at).toString()).toBe(String(number));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('appendJson', () => {
  it('puts the value in as it is', async () => {
    const head = eventHead({ fields: { a: 'b' } }, { numberField: 'n' });
    const values = ['{"a": [1, "ü\\n"]}', '1', '"text"'];
    for (const value of values) {
      const bytes = Buffer.from(`..${value}..`);
      open().appendJson(bytes, 2, bytes.length - 2, head, 1_700_000_000_000, 3);
    }
    const body = await sent();
    expect(body.split('\n')[0]).toBe(
      '{"fields":{"a":"b","n":"3"},"time":1700000000.000,"event":{"a": [1, "ü\\n"]}}',
    );
    expect(
      body
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).event),
    ).toEqual(values.map((value) => JSON.parse(value)));
  });

  it('grows its batch, and seals it when it is full', async () => {
    const value = Buffer.from(JSON.stringify({ text: 'x'.repeat(300_000) }));
    for (let i = 0; i < 8; i++)
      if (open().appendJson(value, 0, value.length) < 0) open().appendJson(value, 0, value.length);
    expect((await sent()).split('\n')).toHaveLength(9);
    expect(server.seen.length).toBeGreaterThan(1);
  });

  it('is for the event endpoint, and no bytes are no event', async () => {
    expect(() => open('raw').appendJson(Buffer.from('1'), 0, 1)).toThrow(
      expect.objectContaining({ code: 'HEC_DESTINATION' }),
    );
    const batch = open();
    batch.context.events[batch.appendJson(Buffer.from(''), 0, 0)] = 'none';
    expect(await sent()).toBe('');
    expect(client.rejected).toEqual([{ event: 'none', code: 13, text: expect.any(String) }]);
  });
});

describe('checkEnvelope', () => {
  it.each<[string, object]>([
    ['{"event":"a"}', { ownIndex: false }],
    ['  {"event":{"a":1},"index":"i","fields":{"a":["b"]}}\n', { ownIndex: true }],
    ['\ufeff{"event":"a"}', { ownIndex: false, rewritten: Buffer.from('{"event":"a"}') }],
    [
      '{"event":"a","time":1.7e9}',
      { ownIndex: false, rewritten: Buffer.from('{"time":1700000000,"event":"a"}') },
    ],
    ['{"event":"a","sourceType":"x"}', { text: expect.stringContaining('sourceType') }],
    ['{"event":"a","fields":{"a":{}}}', { code: 15, text: expect.any(String) }],
    ['{"event":""}', { code: 13, text: expect.any(String) }],
    ['{"index":"a"}', { code: 12, text: expect.any(String) }],
    ['not json', { code: 6, text: expect.any(String) }],
  ])('%s', (text, expected) => {
    expect(checkEnvelope(Buffer.from(text))).toEqual(expected);
  });

  it('refuses invalid UTF-8', () => {
    expect(checkEnvelope(Buffer.from('{"event":"\xff"}', 'latin1'))).toMatchObject({ code: 6 });
  });
});
