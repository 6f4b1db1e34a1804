import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  testCaCertificate,
  testServerCertificate,
  testServerKey,
} from '@kafka-splunk/hec-receiver/test-certificates';
import { faultOf } from '../../../src/probe/fault-of.js';
import { LineError } from '../../../src/probe/line.js';
import { probeBroker } from '../../../src/probe/probe-broker.js';

const servers: Server[] = [];

async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  servers.push(server);
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Answers every request with this body behind its correlation id, in pieces of so many bytes. */
function speaksKafka(bodies: readonly Buffer[], piece = 1000): (socket: Socket) => void {
  return (socket) => {
    let answered = 0;
    socket.on('error', () => {});
    socket.on('data', (request: Buffer) => {
      const body = bodies[answered++] ?? Buffer.alloc(0);
      const answer = Buffer.alloc(8 + body.length);
      answer.writeInt32BE(4 + body.length, 0);
      request.copy(answer, 4, 8, 12);
      body.copy(answer, 8);
      for (let at = 0; at < answer.length; at += piece) socket.write(answer.subarray(at, at + piece));
    });
  };
}

const versions = Buffer.from('00000000000000', 'hex');
/** Error 33, and one mechanism. */
const wantsPlain = Buffer.concat([Buffer.from('0021000000010005', 'hex'), Buffer.from('PLAIN')]);
const noLoginHere = Buffer.from('002200000000', 'hex');
const goOn = Buffer.concat([Buffer.from('0000000000010005', 'hex'), Buffer.from('PLAIN')]);
const plain = { mechanism: 'plain', username: 'u', password: 'p' } as const;

let kafka: string;
let kafkaWithLogin: string;
let kafkaOverTls: string;
let silent: string;
let web: string;

beforeAll(async () => {
  const tls = { cert: testServerCertificate, key: testServerKey };
  kafka = await listening(createServer(speaksKafka([versions, noLoginHere], 3)));
  kafkaWithLogin = await listening(createServer(speaksKafka([versions, wantsPlain])));
  kafkaOverTls = await listening(createTlsServer(tls, speaksKafka([versions, goOn])));
  silent = await listening(createServer());
  web = await listening(
    createServer((socket) => socket.on('error', () => {}).end('HTTP/1.1 400 Bad Request\r\n\r\n')),
  );
});

afterAll(() => {
  for (const server of servers) server.close();
});

describe('the way to a broker', () => {
  test('is clear', async () => {
    expect(await probeBroker({ broker: kafka })).toMatchObject({ kind: 'ok', mechanisms: [] });
    const tls = { ca: testCaCertificate };
    expect(await probeBroker({ broker: kafkaOverTls, tls, sasl: plain })).toMatchObject({
      kind: 'ok',
      mechanisms: ['PLAIN'],
      tls: { protocol: 'TLSv1.3' },
    });
  });

  test.each([
    ['unknown-host', { broker: 'no-such-host.invalid:9092' }],
    ['refused', { broker: '127.0.0.1:1' }],
  ] as const)('%s', async (fault, options) => {
    expect(await probeBroker(options)).toMatchObject({ kind: 'fault', fault });
  });

  test('a login that is missing, not taken, or of another kind', async () => {
    expect(await probeBroker({ broker: kafkaWithLogin })).toMatchObject({
      fault: 'wants-login',
      mechanisms: ['PLAIN'],
    });
    expect(await probeBroker({ broker: kafka, sasl: plain })).toMatchObject({ fault: 'takes-no-login' });
    const scram = { ...plain, mechanism: 'scram-sha-512' } as const;
    expect(await probeBroker({ broker: kafkaWithLogin, sasl: scram })).toMatchObject({
      fault: 'other-mechanism',
    });
  });

  test('TLS and plaintext mixed up, either way', async () => {
    expect(await probeBroker({ broker: kafkaOverTls })).toMatchObject({ fault: 'wants-tls' });
    expect(await probeBroker({ broker: kafka, tls: true, timeoutMs: 300 })).toMatchObject({
      fault: 'speaks-no-tls',
    });
  });

  test('certificates: not trusted, for another name', async () => {
    expect(await probeBroker({ broker: kafkaOverTls, tls: true })).toMatchObject({
      fault: 'untrusted-certificate',
    });
    // Leads to this machine too, and does not stand in the certificate.
    const broker = kafkaOverTls.replace('127.0.0.1', '0.0.0.0');
    expect(await probeBroker({ broker, tls: { ca: testCaCertificate } })).toMatchObject({
      fault: 'other-name',
    });
  });

  test('something else listens there, or nothing is said', async () => {
    expect(await probeBroker({ broker: web })).toMatchObject({ fault: 'not-kafka' });
    expect(await probeBroker({ broker: web, tls: true })).toMatchObject({ fault: 'tls-failed' });
    expect(await probeBroker({ broker: silent, timeoutMs: 100 })).toMatchObject({ fault: 'not-kafka' });
  });
});

test.each([
  ['connect', 'TIMEOUT', 'timeout'],
  ['connect', 'EAI_AGAIN', 'unreachable'],
  ['connect', 'ECONNRESET', 'unreachable'],
  ['handshake', 'CERT_HAS_EXPIRED', 'expired-certificate'],
  ['handshake', 'SELF_SIGNED_CERT_IN_CHAIN', 'untrusted-certificate'],
  ['talk', 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'wants-client-certificate'],
  ['talk', 'ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE', 'wants-client-certificate'],
  ['handshake', 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'tls-failed'],
  ['talk', 'ECONNRESET', 'not-kafka'],
] as const)('broken off at %s with %s: %s', (stage, code, fault) => {
  expect(faultOf(new LineError(stage, code, ''))).toBe(fault);
});
