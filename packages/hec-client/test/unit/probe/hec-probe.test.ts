import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Receiver, startReceiver } from '@kafka-splunk/hec-receiver';
import {
  testCaCertificate,
  testClientCertificate,
  testClientKey,
  testServerCertificate,
  testServerKey,
} from '@kafka-splunk/hec-receiver/test-certificates';
import {
  createHecProbe,
  type HecProbe,
  type HecProbeOptions,
  type ProbeAnswer,
} from '../../../src/probe/index.js';

const tokens = {
  plain: 'token-plain',
  acks: 'token-acks',
  disabled: 'token-disabled',
  narrow: 'token-narrow',
};
const server = { cert: testServerCertificate, key: testServerKey };
let receiver: Receiver;
let secure: Receiver;
let mutual: Receiver;
let silent: Server;

beforeAll(async () => {
  receiver = await startReceiver({
    keep: 'events',
    tokens: [
      { token: tokens.plain },
      { token: tokens.acks, useAck: true },
      { token: tokens.disabled, disabled: true },
      { token: tokens.narrow, indexes: ['main'] },
    ],
  });
  secure = await startReceiver({ tls: server });
  mutual = await startReceiver({ tls: { ...server, clientCa: testCaCertificate } });
  silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
});

afterAll(async () => {
  await Promise.all([receiver.stop(), secure.stop(), mutual.stop()]);
  silent.close();
});

async function probing<T>(
  options: Partial<HecProbeOptions>,
  ask: (probe: HecProbe) => Promise<T>,
): Promise<T> {
  const probe = createHecProbe({ url: receiver.url, token: tokens.plain, ...options });
  try {
    return await ask(probe);
  } finally {
    await probe.close();
  }
}

describe('questions that store nothing', () => {
  test('health needs no token and sends none', async () => {
    const seen: unknown[] = [];
    const stop = receiver.onRequest(({ headers, method }) => void seen.push([method, headers.authorization]));
    const answer = await probing({ token: 'never told' }, (probe) => probe.health());
    stop();
    expect(answer).toMatchObject({ kind: 'answer', status: 200, code: 17, clockAheadMs: 0 });
    expect(seen).toEqual([['GET', undefined]]);
  });

  test.each([
    ['plain', 5],
    ['acks', 5],
    ['disabled', 1],
    ['unknown', 4],
  ] as const)('a token that is %s', async (name, code) => {
    const token = name === 'unknown' ? 'nobody-knows' : tokens[name];
    expect(await probing({ token }, (probe) => probe.token())).toMatchObject({ kind: 'answer', code });
  });

  test('acknowledgement, off and on', async () => {
    expect(await probing({}, (probe) => probe.acknowledgement())).toMatchObject({ status: 400, code: 14 });
    expect(await probing({ token: tokens.acks }, (probe) => probe.acknowledgement())).toMatchObject({
      status: 200,
    });
  });

  test('gzip, taken and not', async () => {
    expect(await probing({}, (probe) => probe.gzip())).toMatchObject({ code: 5 });
    receiver.faults
      .when((request) => request.headers['content-encoding'] === 'gzip')
      .next(1, { status: 415 });
    expect(await probing({}, (probe) => probe.gzip())).toMatchObject({ status: 415 });
  });

  test('none of them left an event', () => expect(receiver.accepted.events).toBe(0));
});

test('the event that is sent on request, and its acknowledgement', async () => {
  await probing({ token: tokens.acks }, async (probe) => {
    const raw = await probe.send({ kind: 'raw', index: 'web' }, 'hello raw');
    const event = await probe.send({ kind: 'event' }, 'hello event', { source: 'here' });
    expect([raw, event]).toMatchObject([
      { code: 0, ackId: 0 },
      { code: 0, ackId: 1 },
    ]);
    expect(await probe.indexed(1)).toBe(true);
  });
  expect(receiver.events.map(({ raw }) => raw.toString())).toEqual(['hello raw', 'hello event']);
  expect(
    await probing({ token: tokens.narrow }, (probe) => probe.send({ kind: 'raw', index: 'web' }, 'x')),
  ).toMatchObject({
    status: 400,
    code: 7,
  });
});

describe('what stands in the way', () => {
  const ca = { ca: testCaCertificate };
  const swapped = (url: string): string =>
    url.startsWith('https') ? url.replace('https', 'http') : url.replace('http', 'https');
  const cases: [string, () => Partial<HecProbeOptions>][] = [
    ['wants-tls', () => ({ url: swapped(secure.url) })],
    ['speaks-no-tls', () => ({ url: swapped(receiver.url) })],
    ['untrusted-certificate', () => ({ url: secure.url })],
    ['wants-client-certificate', () => ({ url: mutual.url, tls: ca })],
    ['refused', () => ({ url: 'http://127.0.0.1:1' })],
    ['unknown-host', () => ({ url: 'http://no-such-host.invalid:8088' })],
    [
      'timeout',
      () => ({ url: `http://127.0.0.1:${(silent.address() as AddressInfo).port}`, timeoutMs: 100 }),
    ],
  ];

  test.each(cases)('%s', async (fault, options) => {
    const answer = await probing(options(), (probe) => probe.health());
    expect(answer).toMatchObject({ kind: 'fault', fault });
  });

  test.each([
    ['a certificate', { cert: 'no PEM', key: 'no PEM' }],
    ['a key of another certificate', { cert: testServerCertificate, key: testClientKey }],
  ])('tls-failed: %s that cannot be used', async (_, tls) => {
    const answer = await probing({ url: secure.url, tls }, (probe) => probe.health());
    expect(answer).toMatchObject({ kind: 'fault', fault: 'tls-failed' });
  });

  test('other-name: an address of a name that is not in the certificate', async () => {
    const url = secure.url.replace('127.0.0.1', 'elsewhere.example.com');
    const answer = await probing({ url, address: '127.0.0.1', tls: ca }, (probe) => probe.health());
    expect(answer).toMatchObject({ kind: 'fault', fault: 'other-name' });
  });

  test('no-token: nothing is sent', async () => {
    const token = (): string => {
      throw new Error('no such file');
    };
    expect(await probing({ token }, (probe) => probe.token())).toMatchObject({ fault: 'no-token' });
  });

  test('nothing, with the right authority and certificate', async () => {
    const answers: ProbeAnswer[] = [
      await probing({ url: secure.url, tls: ca }, (probe) => probe.health()),
      await probing(
        { url: mutual.url, tls: { ...ca, cert: testClientCertificate, key: testClientKey } },
        (probe) => probe.health(),
      ),
    ];
    expect(answers).toMatchObject([{ code: 17 }, { code: 17 }]);
  });

  test('a proxy is known by an answer that is not HEC’s', async () => {
    receiver.faults.when(() => true).next(1, { status: 502 });
    const answer = await probing({}, (probe) => probe.health());
    expect(answer).toMatchObject({ kind: 'answer', status: 502 });
    expect(answer).not.toHaveProperty('code');
  });

  test('a clock that is behind', async () => {
    const headers = { Date: new Date(Date.now() - 600_000).toUTCString() };
    receiver.faults.when(() => true).next(1, { code: 17, headers });
    const answer = await probing({}, (probe) => probe.health());
    expect(answer.kind === 'answer' && answer.clockAheadMs).toBeLessThan(-590_000);
  });
});
