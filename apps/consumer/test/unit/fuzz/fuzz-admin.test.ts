import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Change, fuzzing, mutated } from '@kafka-splunk/jest-preset/fuzz';
import fc from 'fast-check';
import { AdminServer } from '../../../src/admin/admin-server.js';
import { createLog } from '../../../src/observe/log.js';
import { createScrub } from '../../../src/observe/redact.js';
import { until } from '../../fixtures/journal.js';
import { historyReport, statusReport } from '../../fixtures/status-report.js';

const lines: string[] = [];
let server: AdminServer;
let port = 0;

beforeAll(async () => {
  server = new AdminServer({
    config: { host: '127.0.0.1', port: 0 },
    times: { headMs: 100, requestMs: 200, idleMs: 200 },
    log: createLog({ level: 'debug', write: (line) => lines.push(line) }),
    sources: {
      status: () => statusReport(),
      history: () => historyReport(),
      metrics: async () => ({ type: 'text/plain', text: 'a 1\n' }),
      page: new Map([['/', { type: 'text/html', body: Buffer.from('<title>page</title>') }]]),
      scrub: createScrub([]),
    },
  });
  server.start();
  await until('it listens', () => server.url !== undefined);
  port = Number(new URL(server.url as string).port);
});
afterAll(() => server.close());

/** Sends bytes, and gives what came until the server hung up. */
async function said(bytes: Buffer): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    answer += chunk;
  });
  socket.write(bytes);
  await new Promise((resolve) => socket.on('close', resolve).on('error', resolve));
  return answer;
}

const request = (line: string, headers = ''): Buffer =>
  Buffer.from(`${line} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${headers}\r\n`);

const requests = [
  request('GET /status.json'),
  request('HEAD /metrics'),
  request('GET /livez', 'Transfer-Encoding: chunked\r\n'),
  request('POST /history.json', 'Content-Length: 4\r\n'),
  Buffer.concat([request('GET /readyz').subarray(0, -22), request('GET /')]),
];

/** What this server may ever say: its own statuses, and those of Node's parser. */
const STATUSES = new Set([200, 400, 403, 404, 405, 408, 413, 431, 417, 501, 503]);

test('requests with anything done to them: a status of its own, or a hang-up; and it goes on answering', async () => {
  const change = fc.tuple(fc.nat(5), fc.nat(), fc.nat());
  const any = fc.oneof(
    fc
      .tuple(fc.constantFrom(...requests), fc.array(change, { maxLength: 4 }))
      .map(([bytes, changes]) => mutated(bytes, changes as readonly Change[])),
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(any, { minLength: 5, maxLength: 20 }), async (list) => {
      for (const answer of await Promise.all(list.map(said))) {
        for (const [, status] of answer.matchAll(/^HTTP\/1\.1 (\d+)/gm))
          expect(STATUSES).toContain(Number(status));
      }
    }),
    fuzzing(20),
  );
  expect(await said(request('GET /livez'))).toMatch(/^HTTP\/1\.1 200 /);
  expect(lines.filter((line) => line.includes('"error"'))).toEqual([]);
});
