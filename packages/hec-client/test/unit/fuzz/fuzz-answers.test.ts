import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type Change, fuzzing, mutated } from '@kafka-splunk/jest-preset/fuzz';
import fc from 'fast-check';
import { readAckReply } from '../../../src/delivery/ack-reply.js';
import { RecordedClient } from '../recorded-client.js';
import { type Garbage, GarbageServer } from './garbage-server.js';

let server: GarbageServer;
/**
 * Clients that are not closed yet. A long run is cut off by time, in the middle of a try: its client would go on through the
 * next test, and later ask a server that is gone for ever.
 */
const open = new Set<RecordedClient>();
const unhandled: unknown[] = [];
const note = (reason: unknown): void => {
  unhandled.push(reason);
};

beforeAll(async () => {
  server = await GarbageServer.start();
  process.on('unhandledRejection', note);
});
afterEach(async () => {
  server.answers = [];
  await Promise.all([...open].map(close));
});
afterAll(async () => {
  process.off('unhandledRejection', note);
  await server.stop();
  expect(unhandled).toEqual([]);
});

const http = (status: string, body: string | Buffer, headers = ''): Buffer =>
  Buffer.concat([
    Buffer.from(`HTTP/1.1 ${status}\r\n${headers}Content-Length: ${body.length}\r\n\r\n`),
    Buffer.from(body as string),
  ]);
const chunked = (text: string): Buffer =>
  Buffer.from(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${text}`);

const BUSY = http('503 Service Unavailable', '{"text":"Server is busy","code":9}', 'Retry-After: 0\r\n');
const MIB = 1024 * 1024;
const bomb = gzipSync(Buffer.alloc(50 * MIB));

/** Answers that say nothing about the events, by what is wrong with them. None of them took any. */
const wrong: Readonly<Record<string, Omit<Garbage, 'takes'>>> = {
  'nothing, and the end': { bytes: Buffer.alloc(0), after: 'end' },
  'nothing, and a reset': { bytes: Buffer.alloc(0), after: 'reset' },
  'nothing at all': { bytes: Buffer.alloc(0), after: 'hang' },
  'another protocol': { bytes: Buffer.from('SSH-2.0-OpenSSH_9.6\r\n'), after: 'keep' },
  'a TLS alert': { bytes: Buffer.from([0x15, 3, 3, 0, 2, 2, 10]), after: 'keep' },
  'half a status line': { bytes: Buffer.from('HTTP/1.1 20'), after: 'end' },
  'a status of no number': { bytes: Buffer.from('HTTP/1.1 OK 200\r\n\r\n'), after: 'keep' },
  'a status of 0': { bytes: Buffer.from('HTTP/1.1 000 No\r\n\r\n'), after: 'keep' },
  'headers without end': {
    bytes: Buffer.from('X-A: bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\r\n'),
    times: 20_000,
    after: 'hang',
  },
  'half a header': { bytes: Buffer.from('HTTP/1.1 200 OK\r\nContent-Le'), after: 'end' },
  'a length of no number': {
    bytes: Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n'),
    after: 'keep',
  },
  'two lengths': {
    bytes: Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 27\r\n\r\n{}'),
    after: 'keep',
  },
  'less body than it says': {
    bytes: Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{"code":0}'),
    after: 'end',
  },
  'a body that never comes': {
    bytes: Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n'),
    after: 'hang',
  },
  'a huge body': {
    bytes: Buffer.concat([
      Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: ${200 * MIB}\r\n\r\n`),
      Buffer.alloc(MIB, '{'),
    ]),
    times: 1,
    after: 'hang',
  },
  'chunks without end': {
    bytes: chunked(`${MIB.toString(16)}\r\n${'a'.repeat(MIB)}\r\n`),
    times: 1,
    after: 'hang',
  },
  'chunks of no length': { bytes: chunked('zz\r\nabc\r\n'), after: 'keep' },
  'a chunk of a huge length': { bytes: chunked('ffffffffffffffffff\r\nabc\r\n'), after: 'keep' },
  'a chunk and no more': { bytes: chunked('2\r\n{}\r\n'), after: 'end' },
  'a gzip bomb': { bytes: http('200 OK', bomb, 'Content-Encoding: gzip\r\n'), after: 'keep' },
  'gzip that is none': { bytes: http('200 OK', 'not gzip', 'Content-Encoding: gzip\r\n'), after: 'keep' },
  'a page': { bytes: http('200 OK', '<html><body>Sign in</body></html>'), after: 'keep' },
  'a page of 1 MiB': { bytes: http('502 Bad Gateway', 'x'.repeat(MIB)), after: 'keep' },
  'no body': { bytes: http('200 OK', ''), after: 'keep' },
  'half of it': { bytes: http('200 OK', '{"text":"Success","code'), after: 'keep' },
  'no HEC code': { bytes: http('200 OK', '{"text":"Success"}'), after: 'keep' },
  'a code in words': { bytes: http('200 OK', '{"text":"Success","code":"0"}'), after: 'keep' },
  'a code of null': { bytes: http('200 OK', '{"text":"Success","code":null}'), after: 'keep' },
  'a list of codes': { bytes: http('200 OK', '{"text":"Success","code":[0]}'), after: 'keep' },
  'a list': { bytes: http('200 OK', '[{"text":"Success","code":0}]'), after: 'keep' },
  'a number': { bytes: http('200 OK', '0'), after: 'keep' },
  'a code of a prototype': {
    bytes: http('200 OK', '{"__proto__":{"code":0},"constructor":{"code":0}}'),
    after: 'keep',
  },
  'JSON that is deep': { bytes: http('200 OK', '['.repeat(60_000)), after: 'keep' },
  'an unknown code': { bytes: http('200 OK', '{"text":"Huh","code":9007199254740993}'), after: 'keep' },
  'a switch of protocols': {
    bytes: Buffer.from('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'),
    after: 'keep',
  },
  'a thousand times “go on”': {
    bytes: Buffer.from('HTTP/1.1 100 Continue\r\n\r\n'),
    times: 1000,
    after: 'end',
  },
  'a second answer behind the first': {
    bytes: Buffer.concat([BUSY, http('200 OK', '{"text":"Success","code":0}')]),
    after: 'keep',
  },
  'a wait of centuries': {
    bytes: http('503 Busy', '', 'Retry-After: 99999999999999999999\r\n'),
    after: 'keep',
  },
  cookies: {
    bytes: http('503 Busy', '', `Set-Cookie: a=${' '.repeat(6000)}x y\r\nSet-Cookie: =; =\r\n`),
    after: 'keep',
  },
};
/** One asks for a wait that is honoured up to a minute: for a test of its own. */
const quick = Object.entries(wrong).filter(([name]) => name !== 'a wait of centuries');

function client(maxEvents = 5): RecordedClient {
  const recorded = new RecordedClient({
    url: server.url,
    concurrency: 2,
    maxEvents,
    maxHeldBytes: 200_000,
    timeoutMs: 250,
    pauseAfterRejections: 1000,
    backoff: { firstMs: 1, maxMs: 1 },
    probe: { firstMs: 1, maxMs: 1 },
  });
  open.add(recorded);
  return recorded;
}

/** Sends events into whatever the server has left of its garbage, and looks at what became of each. */
async function send(answers: readonly Garbage[], count: number): Promise<RecordedClient> {
  server.answers = [...answers];
  server.taken.length = 0;
  const recorded = client();
  const names = Array.from({ length: count }, (_, i) => `event-${i}`);
  recorded.add(recorded.client.destination({ kind: 'raw' }), names);
  await recorded.flushed();
  const { twice, unknown, delivered, rejected } = recorded;
  expect(twice).toEqual([]);
  expect(unknown).toEqual([]);
  expect([...delivered, ...rejected.map(({ event }) => event)].sort()).toEqual(names.sort());
  const taken = new Set(server.taken);
  expect(delivered.filter((event) => !taken.has(event))).toEqual([]);
  expect(recorded.client.snapshot().heldBytes).toBe(0);
  await close(recorded);
  return recorded;
}

async function close(recorded: RecordedClient): Promise<void> {
  await recorded.client.close();
  open.delete(recorded);
}

describe('an answer that is none', () => {
  test.each(quick)('%s: the events are sent again, and delivered once', async (_, garbage) => {
    const before = process.memoryUsage().rss;
    const { rejected } = await send([{ ...garbage, takes: false }], 3);
    expect(rejected).toEqual([]);
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * MIB);
  });

  test('any of them, one after the other', async () => {
    const answers = fc.array(
      fc.constantFrom(...quick.map(([, garbage]) => garbage).filter(({ after }) => after !== 'hang')),
      { maxLength: 8 },
    );
    await fc.assert(
      fc.asyncProperty(answers, fc.integer({ min: 1, max: 20 }), async (list, count) => {
        const { rejected } = await send(
          list.map((garbage) => ({ ...garbage, takes: false })),
          count,
        );
        expect(rejected).toEqual([]);
      }),
      fuzzing(25),
    );
  });

  test('answers with anything done to them: each event has one outcome', async () => {
    const valid = [
      BUSY,
      http('200 OK', '{"text":"Success","code":0,"ackId":7}'),
      http('400 Bad Request', '{"text":"Invalid data format","code":6,"invalid-event-number":1}'),
      chunked('1b\r\n{"text":"Success","code":0}\r\n0\r\n\r\n'),
      http(
        '503 Busy',
        '{"code":9}',
        'Set-Cookie: a=b; Max-Age=9; Path=/\r\nDate: Sun, 23 Aug 2026 10:00:00 GMT\r\n',
      ),
    ];
    const change = fc.tuple(fc.nat(5), fc.nat(), fc.nat());
    const answer = fc
      .tuple(fc.constantFrom(...valid), fc.array(change, { maxLength: 4 }))
      .map(([bytes, changes]) => mutated(bytes, changes as readonly Change[]))
      // Whoever waits for a pause to be ended by hand, or for Retry-After, waits longer than a test does.
      .filter(
        (bytes) =>
          !/^HTTP\/1\.\d (401|403|404|3\d\d|4[013]\d)/.test(bytes.toString('latin1')) ||
          /^HTTP\/1\.1 400 /.test(bytes.toString('latin1')),
      );
    await fc.assert(
      fc.asyncProperty(fc.array(answer, { maxLength: 4 }), async (list) => {
        await send(
          list.map((bytes) => ({ bytes, after: 'end', takes: true })),
          8,
        );
      }),
      fuzzing(40),
    );
  });
});

test('answers to questions for acknowledgements: ids that are true in a list of HEC, or nothing', () => {
  const valid = Buffer.from('{"acks":{"0":true,"1":false,"27":true}}');
  const change = fc.tuple(fc.nat(5), fc.nat(), fc.nat());
  const body = fc.oneof(
    fc.array(change, { maxLength: 4 }).map((changes) => mutated(valid, changes).toString()),
    fc.json(),
    fc.json().map((json) => `{"acks":${json}}`),
    fc.constantFrom('{"acks":{"-1":true}}', '{"acks":{"1e3":true}}', '{"acks":[true]}', '{"acks":"0"}'),
  );
  fc.assert(
    fc.property(body, fc.constantFrom(200, 503), (text, status) => {
      const said = readAckReply({ kind: 'answer', status, body: text });
      if (said.kind === 'trouble') return expect(said.cause).not.toBe('');
      expect(status).toBe(200);
      const acks = (JSON.parse(text) as { acks: Record<string, unknown> }).acks;
      expect(said.indexed.length).toBeLessThanOrEqual(
        Object.values(acks).filter((state) => state === true).length,
      );
      expect(Object.values(acks).every((state) => typeof state === 'boolean')).toBe(true);
    }),
    fuzzing(1000),
  );
});
