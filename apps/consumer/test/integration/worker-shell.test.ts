import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ipcProtocol } from '../../src/ipc/messages.js';
import { isAlive, Journal, until } from '../fixtures/journal.js';

jest.setTimeout(60_000);

type Message = Record<string, unknown> & { type: string };

const fixture = (name: string): string => fileURLToPath(new URL(`../fixtures/${name}.mjs`, import.meta.url));
const token = '11111111-2222-3333-4444-555555555555';
const configText = `
hec: { host: 127.0.0.1, token: ${token} }
kafka: { brokers: ['127.0.0.1:9'], consumer_group: g, topic: t }
general: { drain_deadline: 1s }
`;
const start = { type: 'start', protocol: ipcProtocol, configText, file: 'c.yml', worker: 1, workers: 3 };

describe('the shell of a worker', () => {
  let journal: Journal;
  let child: ChildProcess;
  let messages: Message[];
  let output: string;
  let exit: Promise<number | null>;

  beforeEach(async () => {
    journal = await Journal.open();
  });
  afterEach(async () => {
    child.kill('SIGKILL');
    await exit;
    await journal.remove();
  });

  const launch = async (env: Record<string, string> = {}): Promise<void> => {
    messages = [];
    output = '';
    child = fork(fixture('shell-worker'), [], {
      env: { ...process.env, JOURNAL: journal.path, ...env },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    child.on('message', (message) => messages.push(message as Message));
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    exit = once(child, 'exit').then(([code]) => code as number | null);
    await heard('hello');
  };
  const heard = async (type: string): Promise<Message> => {
    await until(`the worker says ${type}`, () => messages.some((message) => message.type === type));
    return messages.find((message) => message.type === type) as Message;
  };
  const run = async (env: Record<string, string> = {}): Promise<void> => {
    await launch(env);
    child.send(start);
    await heard('running');
  };

  it('greets, starts with its number and the config, reports, and ends in two phases', async () => {
    await run();
    expect(messages[0]).toEqual({ type: 'hello', protocol: ipcProtocol, pid: child.pid });
    await heard('stats');
    child.send({ type: 'drain', deadlineAt: Date.now() + 20_000 });
    expect(await heard('drained')).toEqual({ type: 'drained', unsettled: 0 });
    expect(journal.lines).toEqual([`pid ${child.pid}`, 'start 1 of 3 in g', 'stopFetching', 'drained?']);
    child.send({ type: 'leave' });
    expect(await exit).toBe(0);
    expect(journal.lines.at(-1)).toBe('leave');
    expect(messages.at(-1)).toEqual({ type: 'left' });
  });

  it('writes its log to stdout under its number, with secrets scrubbed', async () => {
    await run();
    await until('the careless line', () => output.includes('a careless line'));
    expect(JSON.parse(output.split('\n')[0] as string)).toMatchObject({
      worker: 1,
      pid: child.pid,
      token: '***',
    });
    expect(output).not.toContain(token);
  });

  it('gives up at the deadline and says how much is unsettled', async () => {
    await run({ PIPELINE_DRAIN: 'hang' });
    child.send({ type: 'drain', deadlineAt: Date.now() + 50 });
    expect(await heard('drained')).toEqual({ type: 'drained', unsettled: 3 });
  });

  it('waits no longer than the config says when the clock jumps', async () => {
    await run({ PIPELINE_DRAIN: 'hang' });
    child.send({ type: 'drain', deadlineAt: Date.now() + 86_400_000 });
    expect(await heard('drained')).toEqual({ type: 'drained', unsettled: 3 });
  });

  it('ignores SIGINT, SIGTERM and SIGHUP, which reach the whole process group', async () => {
    await run();
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) child.kill(signal);
    child.send({ type: 'drain', deadlineAt: Date.now() + 20_000 });
    await heard('drained');
    expect(journal.lines.filter((line) => line === 'stopFetching')).toHaveLength(1);
    child.send({ type: 'leave' });
    expect(await exit).toBe(0);
  });

  it('drains and ends by itself when the channel closes', async () => {
    await run();
    child.disconnect();
    expect(await exit).toBe(0);
    expect(journal.lines.slice(2)).toEqual(['stopFetching', 'drained?', 'leave']);
  });

  it('ends at its deadline when the channel closes and nothing settles any more', async () => {
    await run({ PIPELINE_DRAIN: 'hang' });
    child.disconnect();
    expect(await exit).toBe(0);
    expect(journal.lines.slice(2)).toEqual(['stopFetching', 'drained?', 'aborted', 'leave']);
  });

  it('ends when the channel closes before it was started', async () => {
    await launch();
    child.disconnect();
    expect(await exit).toBe(0);
  });

  it('has nothing unsettled when it is drained before it was started', async () => {
    await launch();
    child.send({ type: 'drain', deadlineAt: Date.now() + 20_000 });
    expect(await heard('drained')).toEqual({ type: 'drained', unsettled: 0 });
    child.send({ type: 'leave' });
    expect(await exit).toBe(0);
  });

  it.each<[string, Record<string, string>, object]>([
    [
      'an exception that nobody caught',
      { PIPELINE_FAIL: 'throw' },
      { code: 'WORKER_EXCEPTION', message: 'thrown out of the loop' },
    ],
    [
      'a rejection that nobody caught',
      { PIPELINE_FAIL: 'reject' },
      { code: 'WORKER_REJECTION', message: 'nobody caught this' },
    ],
    [
      'a pipeline that cannot go on',
      { PIPELINE_FAIL: 'finished' },
      { code: 'KBC_AUTH', message: 'not authorised' },
    ],
  ])('reports and ends with 1 after %s', async (_name, env, fatal) => {
    await launch(env);
    child.send(start);
    expect(await heard('fatal')).toMatchObject(fatal);
    expect(await exit).toBe(1);
    await until('its last words', () => output.includes('this worker cannot go on'));
  });

  it('ends with 2 when the config is wrong here, or asks for what this machine has not', async () => {
    await launch();
    child.send({ ...start, configText: 'hec: 5' });
    expect(await heard('fatal')).toMatchObject({ code: 'CONFIG_INVALID' });
    expect(await exit).toBe(2);
    await launch({ PIPELINE_START: 'setup-error' });
    child.send(start);
    expect(await heard('fatal')).toEqual({
      type: 'fatal',
      code: 'SETUP_DEAD_LETTERS',
      message: 'the folder cannot be written',
    });
    expect(await exit).toBe(2);
  });

  it('does not start under a supervisor of another version', async () => {
    await launch();
    child.send({ ...start, protocol: ipcProtocol + 1 });
    expect((await heard('fatal')).message).toContain('different versions');
    expect(await exit).toBe(1);
  });

  it('ignores what it cannot read', async () => {
    await run();
    for (const garbled of ['x', { type: 'drain' }, { type: 'explode' }, [1]]) child.send(garbled);
    child.send({ type: 'leave' });
    expect(await exit).toBe(0);
    await until('the complaint', () =>
      output.includes('a message of the supervisor was garbled and is ignored'),
    );
    expect(journal.lines).not.toContain('stopFetching');
  });

  it('drains and ends by itself when its supervisor is killed', async () => {
    messages = [];
    child = fork(fixture('forks-and-waits'), [], {
      env: {
        ...process.env,
        JOURNAL: journal.path,
        WORKER: fixture('shell-worker'),
        START: JSON.stringify(start),
      },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    child.on('message', (message) => messages.push(message as Message));
    exit = once(child, 'exit').then(([code]) => code as number | null);
    await heard('running');
    const worker = journal.pids[0] as number;
    child.kill('SIGKILL');
    await journal.saw('leave');
    await until('the orphan is gone', () => !isAlive(worker));
    expect(journal.lines.slice(2)).toEqual(['stopFetching', 'drained?', 'leave']);
  });
});
