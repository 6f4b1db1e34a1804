import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { isAlive, until } from '../fixtures/journal.js';
import { type RunningApp, startApp } from '../fixtures/running-app.js';

jest.setTimeout(60_000);

const binary = fileURLToPath(new URL('../../bin/kafka-splunk-consumer.js', import.meta.url));
const token = '11111111-2222-3333-4444-555555555555';
/** A config that is right, for a Kafka that is not there: nothing listens on port 1. */
const config = (over: { hec?: string; kafka?: string; general?: string } = {}): string => `
hec:
  host: 127.0.0.1
  token: ${token}
  ${over.hec ?? ''}
kafka:
  brokers: ['127.0.0.1:1']
  consumer_group: g
  topic: t
  ${over.kafka ?? ''}
general:
  ${over.general ?? 'workers: 2'}
logging:
  loglevel: info
`;

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

describe('the command line', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'consumer-cli-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const call = (...args: string[]): Promise<Ended> =>
    new Promise((resolve) => {
      execFile(
        process.execPath,
        [binary, ...args],
        { cwd: folder, timeout: 30_000 },
        (error, stdout, stderr) => {
          resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
        },
      );
    });
  const write = (text: string | Buffer, name = 'c.yml'): void => writeFileSync(join(folder, name), text);

  it('says its version and helps', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
      version: string;
    };
    expect(await call('--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
    const help = await call('--help');
    expect(help).toMatchObject({ code: 0, stderr: '' });
    expect(help.stdout).toContain('Exit codes:');
  });

  it('ends with 2 for an option that it does not know', async () => {
    expect(await call('--confg', 'x')).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('--config'),
    });
  });

  it('looks for kafka_consumer.yml where no file is named, and says so where there is none', async () => {
    const { code, stderr } = await call();
    expect(code).toBe(2);
    expect(stderr).toContain('kafka_consumer.yml');
    expect(stderr).toContain('no file was named with -c');
    write('hec: 5', 'kafka_consumer.yml');
    expect((await call()).stderr).toContain('kafka_consumer.yml:1');
  });

  it.each<[string, string | Buffer, string[]]>([
    ['broken YAML', 'hec: {host: a', ['c.yml:1']],
    ['an empty file', '', ['CONFIG_EMPTY']],
    ['a file that is no text', Buffer.from([0x68, 0xff, 0xfe, 0x00]), ['CONFIG_ENCODING']],
    ['a file that is far too large', `# ${'é'.repeat(1024 * 1024)}`, ['CONFIG_TOO_LARGE']],
    [
      'wrong types, all at once',
      config({ hec: 'verify_ssl: [1]', general: 'workers: many' }),
      ['hec.verify_ssl', 'general.workers'],
    ],
    [
      'a key that there is not, with the one that was meant',
      config({ hec: 'sourcetpye: x' }),
      ['hec.sourcetpye', 'sourcetype'],
    ],
    ['a port of 70000', config({ hec: 'port: 70000' }), ['hec.port', '70000', '65535']],
    [
      'a certificate that cannot be read',
      config({ kafka: 'ssl: { use_ssl: yes, cafile: no-such-ca.pem }' }),
      ['no-such-ca.pem'],
    ],
  ])('ends with 2 and points at it: %s', async (_name, text, words) => {
    write(text);
    const { code, stdout, stderr } = await call('-c', 'c.yml');
    expect(code).toBe(2);
    expect(stdout).toBe('');
    for (const word of words) expect(stderr).toContain(word);
    expect(stderr).not.toContain(token);
    expect(stderr).not.toMatch(/^\s+at .*\.js:/m);
  });

  it('ends with 2 for a file that is not there, or a folder', async () => {
    expect(await call('-c', 'none.yml')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('none.yml'),
    });
    mkdirSync(join(folder, 'dir'));
    expect(await call('-f', 'dir')).toMatchObject({ code: 2, stderr: expect.stringContaining('dir') });
  });

  it('ends with 2 when a worker cannot have what the config asks for', async () => {
    write('no folder', 'blocked');
    write(`${config()}dead_letters:\n  directory: ./blocked/dl\n`);
    const { code, stdout } = await call('-c', 'c.yml');
    expect(code).toBe(2);
    expect(stdout).toContain('SETUP_DEAD_LETTERS');
  });
});

describe('the program without a Kafka', () => {
  let app: RunningApp;
  afterEach(async () => {
    await app.dispose();
  });

  const start = async (): Promise<void> => {
    app = startApp({ config: config() });
    await app.until(({ msg }) => msg.includes('2 workers, group g, topics t'));
    await Promise.all(
      [0, 1].map((worker) => app.until((line) => line.msg === 'worker runs' && line.worker === worker)),
    );
  };
  const workerPids = (): number[] =>
    app.log.filter(({ msg }) => msg === 'worker runs').map(({ workerPid }) => workerPid as number);

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'says that it cannot reach it, keeps trying, and stops on %s',
    async (signal) => {
      await start();
      for (let attempts = 0; attempts < 2; attempts++) {
        await app.until(
          ({ msg, attempt }) => msg.includes('cannot reach Kafka') && Number(attempt) > attempts,
        );
      }
      app.signal(signal);
      expect(await app.exited).toBe(0);
      expect(workerPids().some(isAlive)).toBe(false);
      expect(app.log.some(({ level }) => level === 'critical')).toBe(false);
    },
  );

  it('stops in order when the whole process group is signalled, twice, as by Ctrl-C under a package manager', async () => {
    await start();
    process.kill(-app.pid, 'SIGINT');
    // Of another kind, since the kernel merges two of one kind that are pending together.
    app.signal('SIGTERM');
    expect(await app.exited).toBe(0);
    expect(app.printed()).not.toContain('ending at once');
  });

  it('ends at once, with 3, at a later second signal', async () => {
    await start();
    const pids = workerPids();
    for (const pid of pids) process.kill(pid, 'SIGSTOP');
    app.signal('SIGTERM');
    await app.until(({ msg }) => msg.startsWith('draining'));
    const again = setInterval(() => app.signal('SIGTERM'), 100);
    expect(await app.exited.finally(() => clearInterval(again))).toBe(3);
    expect(pids.some(isAlive)).toBe(false);
    expect(app.printed()).toContain('SIGTERM again: ending at once');
  });

  it('leaves no worker behind when the supervisor is killed', async () => {
    await start();
    const pids = workerPids();
    app.signal('SIGKILL');
    await until('the workers are gone', () => !pids.some(isAlive));
  });

  it('goes on, and stops in order, when nobody reads its output any more', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'consumer-cli-'));
    writeFileSync(join(folder, 'c.yml'), config().replace('loglevel: info', 'loglevel: debug'));
    const deaf: ChildProcess = spawn(process.execPath, [binary, '-c', 'c.yml'], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      await once(deaf.stdout as NodeJS.ReadableStream, 'data');
      deaf.stdout?.destroy();
      await until('both workers have come so far as to open their dead letters', () =>
        ['g-0.jsonl', 'g-1.jsonl'].every((name) => {
          try {
            return readFileSync(join(folder, 'dead-letters', name)).length === 0;
          } catch {
            return false;
          }
        }),
      );
      deaf.kill('SIGTERM');
      expect(await once(deaf, 'exit')).toEqual([0, null]);
    } finally {
      deaf.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
