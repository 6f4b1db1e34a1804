import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { AdminServer, type AdminTimes } from '../../../src/admin/admin-server.js';
import { isLoopback, isLoopbackHost } from '../../../src/admin/host-check.js';
import { notReady } from '../../../src/admin/readiness.js';
import { createLog } from '../../../src/observe/log.js';
import { createScrub } from '../../../src/observe/redact.js';
import type { StatusReport } from '../../../src/status/status-report.js';
import { until } from '../../fixtures/journal.js';
import { historyReport, statusReport } from '../../fixtures/status-report.js';

type Entry = Record<string, unknown> & { level: string; msg: string };

let entries: Entry[];
let report: StatusReport;
let server: AdminServer;

async function start(
  config = { host: '127.0.0.1', port: 0 },
  times: Partial<AdminTimes> = {},
): Promise<string> {
  server = new AdminServer({
    config,
    times,
    log: createLog({ level: 'debug', write: (line) => entries.push(JSON.parse(line) as Entry) }),
    sources: {
      status: () => {
        if (report.state === 'starting') throw new Error('secret inside: /etc/passwd');
        return report;
      },
      history: () => historyReport(),
      metrics: async () => ({ type: 'text/plain; version=0.0.4', text: 'a 1\n' }),
      page: new Map([['/', { type: 'text/html', body: Buffer.from('<title>page</title>') }]]),
      scrub: createScrub(['hunter22']),
    },
  });
  server.start();
  await until('it listens', () => server.url !== undefined);
  return server.url as string;
}

beforeEach(() => {
  entries = [];
  report = statusReport();
});
afterEach(() => server.close());

/** Sends these bytes as they are, and gives what came back until the server hung up. */
async function raw(bytes: string | readonly string[]): Promise<string> {
  const socket = connect(Number(new URL(server.url as string).port), '127.0.0.1');
  let answer = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    answer += chunk;
  });
  for (const part of [bytes].flat()) socket.write(part);
  await new Promise((resolve) => socket.on('close', resolve).on('error', resolve));
  return answer;
}

const get = (path: string, host = 'localhost', more = ''): string =>
  `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n${more}\r\n`;

describe('the admin server', () => {
  test.each([
    ['/', 200, 'text/html', '<title>page</title>'],
    ['/livez', 200, 'text/plain; charset=utf-8', 'alive\n'],
    ['/readyz', 200, 'text/plain; charset=utf-8', 'ready\n'],
    ['/metrics', 200, 'text/plain; version=0.0.4', 'a 1\n'],
    ['/livez?verbose', 200, 'text/plain; charset=utf-8', 'alive\n'],
    ['/status.json/', 404, 'text/plain; charset=utf-8', 'nothing here\n'],
    ['/%2e%2e/etc/passwd', 404, 'text/plain; charset=utf-8', 'nothing here\n'],
    ['/__proto__', 404, 'text/plain; charset=utf-8', 'nothing here\n'],
  ])('answers %s with %i', async (path, status, type, body) => {
    const response = await fetch(`${await start()}${path}`);
    expect({ status: response.status, type: response.headers.get('content-type') }).toEqual({ status, type });
    expect(await response.text()).toBe(body);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringMatching(/^default-src 'none'/) as unknown,
    });
    expect(response.headers.get('content-security-policy')).not.toContain('unsafe');
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('hands out both reports, with known secrets taken out', async () => {
    const url = await start();
    report = statusReport({ program: { ...report.program, file: 'x hunter22 y' } });
    const status = (await (await fetch(`${url}/status.json`)).json()) as StatusReport;
    expect(status).toEqual({ ...report, program: { ...report.program, file: 'x *** y' } });
    expect(await (await fetch(`${url}/history.json`)).json()).toEqual(historyReport());
  });

  test('answers HEAD without a body', async () => {
    const response = await fetch(`${await start()}/status.json`, { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(Number(response.headers.get('content-length'))).toBeGreaterThan(100);
    expect(await response.text()).toBe('');
  });

  test('says with 503 who is not ready', async () => {
    const url = await start();
    report = {
      ...report,
      workers: report.workers.map((worker) => ({ ...worker, state: 'joining' as const })),
    };
    const response = await fetch(`${url}/readyz`);
    expect([response.status, await response.text()]).toEqual([503, 'worker 0: joining\nworker 1: joining\n']);
    expect((await fetch(`${url}/livez`)).status).toBe(200);
  });

  test('tells nobody outside what failed inside, and the log once', async () => {
    const url = await start();
    report = statusReport({ state: 'starting' });
    for (let time = 0; time < 3; time++) {
      const response = await fetch(`${url}/status.json`);
      expect([response.status, await response.text()]).toEqual([
        500,
        'the answer could not be made; the log says why\n',
      ]);
    }
    expect(entries.filter(({ level }) => level === 'error')).toHaveLength(1);
  });
});

describe('the admin server refuses', () => {
  test.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE'])('%s', async (method) => {
    await start();
    const answer = await raw(`${method} /status.json HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 405 /);
    expect(answer).toMatch(/\r\nallow: GET, HEAD\r\n/i);
  });

  test('CONNECT and upgrades', async () => {
    await start();
    expect(await raw('CONNECT evil:443 HTTP/1.1\r\nHost: localhost\r\n\r\n')).not.toContain(' 200 ');
    const upgrade = 'Upgrade: websocket\r\nConnection: Upgrade, close\r\n';
    expect(await raw(`GET /livez HTTP/1.1\r\nHost: localhost\r\n${upgrade}\r\n`)).not.toContain('101');
  });

  test.each([
    ['a length', 'Content-Length: 5\r\n', 'hello'],
    ['chunks', 'Transfer-Encoding: chunked\r\n', '5\r\nhello\r\n0\r\n\r\n'],
  ])('a body with %s', async (_, header, body) => {
    await start();
    expect(await raw([get('/livez', 'localhost', header), body])).toMatch(/^HTTP\/1\.1 413 /);
  });

  test('names that are not of loopback: a page on the web cannot make them resolve here', async () => {
    await start();
    for (const host of [
      'evil.example',
      '127.0.0.1.evil.example:9464',
      'localhost.evil.example',
      '10.0.0.1',
      '',
    ]) {
      expect([host, (await raw(get('/status.json', host))).slice(0, 12)]).toEqual([host, 'HTTP/1.1 403']);
    }
    expect(await raw('GET /status.json HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 403/);
  });

  test('no name where it is bound to all addresses', async () => {
    await start({ host: '0.0.0.0', port: 0 });
    expect(await raw(get('/livez', 'pod-7.svc.cluster.local:9464'))).toMatch(/^HTTP\/1\.1 200/);
  });

  test('huge heads', async () => {
    await start();
    expect(await raw(get('/livez', 'localhost', `X: ${'y'.repeat(20_000)}\r\n`))).toMatch(/^HTTP\/1\.1 431/);
    expect(await raw(get(`/${'y'.repeat(20_000)}`))).toMatch(/^HTTP\/1\.1 431/);
  });

  test('what is not HTTP', async () => {
    await start();
    expect(await raw('\x16\x03\x01\x02\x00\x01\x00')).toMatch(/^HTTP\/1\.1 400/);
  });

  test('clients that take their time', async () => {
    await start(undefined, { headMs: 200, requestMs: 300 });
    expect(await raw('GET /livez HTTP/1.1\r\nHost: local')).toMatch(/^HTTP\/1\.1 408/);
  });

  test('clients that say nothing, or do not read', async () => {
    await start(undefined, { idleMs: 200 });
    expect(await raw('')).toBe('');
    // Asks on and on, and reads nothing: no more fits in any buffer on the way, and it is hung up on.
    const socket = connect(Number(new URL(server.url as string).port), '127.0.0.1').pause();
    let gone = false;
    for (const end of ['close', 'error']) {
      socket.on(end, () => {
        gone = true;
      });
    }
    const asking = setInterval(
      () => socket.write(get('/status.json').replace('close', 'keep-alive').repeat(100)),
      10,
    );
    await until('it is hung up on', () => gone).finally(() => clearInterval(asking));
    socket.destroy();
  });

  test('more connections than it needs', async () => {
    await start();
    const port = Number(new URL(server.url as string).port);
    const sockets: Socket[] = [];
    let closed = 0;
    for (let count = 0; count < 80; count++) {
      const socket = connect(port, '127.0.0.1');
      socket.on('close', () => closed++).on('error', () => undefined);
      sockets.push(socket);
    }
    await until('those above 64 are let go', () => closed === 16);
    for (const socket of sockets) socket.destroy();
    await until('there is room again', () => closed === 80);
    await until('and it answers', () => server.url !== undefined);
    expect((await fetch(`${server.url}/livez`)).status).toBe(200);
  });
});

test('a port that is taken is told once, and taken once it is free', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  const started = start({ host: '127.0.0.1', port }, { retryMs: 10 });
  await until('it is told', () => entries.length === 1);
  expect(entries[0]).toMatchObject({ level: 'error', code: 'ADMIN_NOT_LISTENING' });
  expect(entries[0]?.msg).toContain(`127.0.0.1:${port} cannot be had`);
  await new Promise((resolve) => other.close(resolve));
  expect(await started).toBe(`http://127.0.0.1:${port}`);
  expect(entries.map(({ level }) => level)).toEqual(['error', 'info']);
});

test.each([
  ['localhost', true],
  ['127.0.0.1', true],
  ['127.1.2.3', true],
  ['[::1]', true],
  ['0.0.0.0', false],
  ['[::]', false],
  ['127.0.0.1.example.com', false],
  ['192.168.0.1', false],
])('loopback: %s %s', (host, expected) => {
  expect(isLoopback(host)).toBe(expected);
  expect(isLoopbackHost(host)).toBe(expected);
  expect(isLoopbackHost(`${host}:9464`)).toBe(expected);
});

test('readiness counts the group and not Splunk', () => {
  const ready = statusReport();
  expect(notReady({ ...ready, state: 'standing-still' })).toEqual([]);
  expect(notReady({ ...ready, state: 'draining' })).toEqual(['draining: the program stops']);
  const workers = ready.workers.map((worker) => ({ ...worker, memberId: undefined }));
  expect(notReady({ ...ready, workers })).toEqual(['worker 0: joining', 'worker 1: joining']);
});
