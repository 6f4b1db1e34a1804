import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { type RequestOptions, request } from 'node:https';
import { expect, test } from '@jest/globals';
import type { Receiver } from '../../src/index.js';
import {
  testCaCertificate,
  testClientCertificate,
  testClientKey,
  testServerCertificate,
  testServerKey,
} from '../../src/test-certificates.js';
import { startForTest } from '../running-receiver.js';

const server = { cert: testServerCertificate, key: testServerKey };

async function health(receiver: Receiver, options: RequestOptions): Promise<number | undefined> {
  const sent = request(`${receiver.url}/services/collector/health`, { ...options, agent: false }).end();
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  answer.resume();
  return answer.statusCode;
}

test('HTTPS with the test authority; without it the certificate is not trusted', async () => {
  const receiver = await startForTest({ tls: server });
  expect(receiver.url).toMatch(/^https:/);
  expect(await health(receiver, { ca: testCaCertificate })).toBe(200);
  await expect(health(receiver, {})).rejects.toMatchObject({ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' });
});

test('clientCa lets in only clients with a certificate', async () => {
  const receiver = await startForTest({ tls: { ...server, clientCa: testCaCertificate } });
  const client = { ca: testCaCertificate, cert: testClientCertificate, key: testClientKey };
  expect(await health(receiver, client)).toBe(200);
  await expect(health(receiver, { ca: testCaCertificate })).rejects.toThrow();
});
