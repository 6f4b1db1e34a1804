import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { adminUrl } from '../../../src/cli/status/admin-url.js';
import { statusScreen } from '../../../src/cli/status/status-screen.js';
import type { StatusReport } from '../../../src/status/status-report.js';
import { runCommand } from '../../fixtures/recorded-terminal.js';
import { statusReport, troubledReport } from '../../fixtures/status-report.js';

const plain = { colour: false, columns: 160, all: false };

describe('the screen', () => {
  test('of a program where all flows', () => {
    expect(statusScreen(statusReport(), plain)).toBe(`\
kafka-splunk-consumer 1.0.0 · group splunk-forwarder · pid 4242 on forwarder-1 · up 1.0 h
RUNNING  41,203 events/s · 8.7 MB/s · lag 12 · oldest unsettled 0.4 s · delay: half within 0.25 s, 99 % within 1 s
148,330,112 delivered (31.4 GB) · 2 dead letters · 15 skipped · 1,024 perhaps twice · holds 9.4 MB of 134.2 MB

Splunk
  name                   state  since      failures
  https://splunk-1:8088  ok     12:00:00Z         0  last: 503 Server is busy (code 9) at 11:59:56Z
  https://splunk-2:8088  ok     11:10:00Z         0

Workers
  #  state    since       pid  partitions  events/s    memory  restarts
  0  running  11:10:01Z  4243           2    27,469  190.0 MB         0
  1  running  11:50:00Z  4311           1    13,734  171.0 MB         1  died 11:49:59Z: killed by SIGKILL

Partitions
  topic        partition  worker  state    lag  in flight  oldest
  orders               0       0  flowing    7          7   0.4 s
  orders               1       1  flowing    5          5   0.2 s
  payments-eu          0       0  idle       0          0

Dead letters, in /var/lib/kafka-splunk/dead-letters
  when       partition    offset  why
  12:09:10Z  orders[1]  67000001  400 Invalid data format (code 6)
  12:08:30Z  orders[0]  81000000  413 Content Too Large
`);
  });

  test('of one in trouble says what, since when, and what to do', () => {
    const screen = statusScreen(
      troubledReport({
        causes: [
          {
            severity: 'critical',
            about: 'endpoint',
            name: 'https://splunk-1:8088',
            text: 'paused: 403 Invalid token (code 4) since 12:04:09Z',
            since: 0,
            remedy: 'Splunk refuses the token. Check it.',
            code: 'token-refused',
          },
        ],
      }),
      plain,
    );
    expect(screen).toContain('STANDING STILL  0 events/s');
    expect(screen).toContain(`In the way
  critical  https://splunk-1:8088: paused: 403 Invalid token (code 4) since 12:04:09Z
            Splunk refuses the token. Check it.
            docs/runbook.md#token-refused
`);
    expect(screen.indexOf('  paused ')).toBeLessThan(screen.indexOf('  idle '));
  });

  test('has no line longer than the terminal beside causes, and no colour where none is wanted', () => {
    const screen = statusScreen(troubledReport({ causes: [] }), { ...plain, columns: 60 });
    for (const line of screen.split('\n')) expect(line.length).toBeLessThanOrEqual(60);
    expect(screen).not.toContain('\u001b');
    expect(statusScreen(statusReport(), { ...plain, colour: true })).toContain('\u001b[32mRUNNING\u001b[0m');
  });

  test('lets no control character of others through', () => {
    const hostile = 'x\u001b[2J\u0007\u009b';
    const calm = statusReport();
    const report: StatusReport = {
      ...calm,
      program: { ...calm.program, group: hostile, host: hostile },
      causes: [
        {
          severity: 'critical',
          about: 'partition',
          name: hostile,
          text: hostile,
          since: 0,
          remedy: hostile,
          code: hostile,
        },
      ],
      partitions: calm.partitions.map((partition) => ({ ...partition, topic: hostile, cause: hostile })),
      deliveries: calm.deliveries.map((delivery) => ({ ...delivery, name: hostile, cause: hostile })),
      workers: calm.workers.map((worker) => ({ ...worker, lastDeath: { at: 0, text: hostile } })),
      deadLetters: { ...calm.deadLetters, where: hostile },
    };
    expect(statusScreen(report, plain).replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });

  test('shows twenty partitions in the most trouble, or all', () => {
    const [flowing] = statusReport().partitions as [StatusReport['partitions'][0]];
    const partitions = Array.from({ length: 200 }, (_, partition) => ({
      ...flowing,
      partition,
      lag: partition,
    }));
    const screen = statusScreen(statusReport({ partitions }), plain);
    expect(screen.match(/flowing/g)).toHaveLength(20);
    expect(screen).toContain(' 199 ');
    expect(screen).toContain('and 180 more, in less trouble (--all shows them)');
    expect(
      statusScreen(statusReport({ partitions }), { ...plain, all: true }).match(/flowing/g),
    ).toHaveLength(200);
  });
});

describe('the command', () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.close();
  });

  async function answering(status: number, body: string): Promise<string> {
    const own = createServer((_, response) => response.writeHead(status).end(body));
    server = own;
    await new Promise<void>((resolve) => own.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(own.address() as AddressInfo).port}`;
  }

  test('prints the report for scripts', async () => {
    const url = await answering(200, JSON.stringify(statusReport()));
    const { exitCode, answers } = await runCommand(['status', '--url', url, '--json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(answers)).toEqual(statusReport());
    expect((await runCommand(['status', '--url', `${url}/`])).answers).toContain('RUNNING  41,203 events/s');
  });

  test.each([
    [503, 'busy', 'answers with 503'],
    [200, '<html>', 'is no status report'],
    [200, '{"format":1}', 'is no status report'],
    [200, '{"format":2}', 'speaks format 2'],
  ])('ends with 1 where something else answers: %i %s', async (status, body, words) => {
    const url = await answering(status, body);
    const { exitCode, answers, complaints } = await runCommand(['status', '--url', url, '--watch']);
    expect({ exitCode, answers }).toEqual({ exitCode: 1, answers: '' });
    expect(complaints).toMatch(/^STATUS_UNREACHABLE: /);
    expect(complaints).toContain(words);
  });

  test('ends with 1 where nobody answers', async () => {
    const url = await answering(200, '');
    await new Promise((resolve) => server?.close(resolve));
    const { exitCode, complaints } = await runCommand(['status', '--url', url]);
    expect(exitCode).toBe(1);
    expect(complaints).toContain(`nobody answers at ${url} (ECONNREFUSED): does it run?`);
  });

  test('watches: draws anew, says when the program is gone, and sees it come back', async () => {
    let away = false;
    const own = createServer((_, response) => {
      if (away) response.destroy();
      else response.end(JSON.stringify(statusReport()));
    });
    server = own;
    await new Promise<void>((resolve) => own.listen(0, '127.0.0.1', resolve));
    const { port } = own.address() as AddressInfo;
    const screens: string[] = [];
    const ended = new Error('enough');
    const watching = runCommand(['status', '--watch', '--url', `http://127.0.0.1:${port}`], {
      interactive: true,
      async answer(text) {
        screens.push(text);
        away = screens.length === 1;
        if (screens.length === 3) throw ended;
      },
    });
    await expect(watching).rejects.toBe(ended);
    for (const screen of screens) expect(screen.startsWith('\u001b[H\u001b[J')).toBe(true);
    expect(screens.map((screen) => /RUNNING|nobody answers/.exec(screen)?.[0])).toEqual([
      'RUNNING',
      'nobody answers',
      'RUNNING',
    ]);
  });

  test('takes no address that is none', async () => {
    const { exitCode, complaints } = await runCommand(['status', '--url', 'localhost:9464']);
    expect(exitCode).toBe(2);
    expect(complaints).toContain('--url begins with http');
  });

  test.each([
    [{ host: '127.0.0.1', port: 9464 }, 'http://127.0.0.1:9464'],
    [{ host: '0.0.0.0', port: 9000 }, 'http://127.0.0.1:9000'],
    [{ host: '[::]', port: 9000 }, 'http://[::1]:9000'],
    [{ host: 'forwarder-1', port: 9000 }, 'http://forwarder-1:9000'],
  ])('asks where the config says: %j', (admin, url) => {
    expect(adminUrl(admin, 'x.yml')).toEqual({ url });
  });

  test('says where there is nobody to ask', () => {
    expect(adminUrl(undefined, 'x.yml').problem).toContain('admin.enabled is false in x.yml');
    expect(adminUrl({ host: '127.0.0.1', port: 0 }, 'x.yml').problem).toContain('--url');
  });
});
