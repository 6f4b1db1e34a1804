import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from '@jest/globals';
import { forkReceiver, type ReceiverProcess } from '../../src/index.js';

const program = fileURLToPath(new URL('../../bin/hec-receiver.js', import.meta.url));
const children: ReturnType<typeof start>[] = [];
const forked: ReceiverProcess[] = [];

function start(...args: string[]) {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  return child;
}

async function finished(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = start(...args);
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => (out += chunk));
  child.stderr.on('data', (chunk) => (err += chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err };
}

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await Promise.all(forked.splice(0).map((receiver) => receiver.stop()));
});

test('help and version', async () => {
  const help = await finished('--help');
  expect([help.code, help.err]).toEqual([0, '']);
  expect(help.out).toContain('--fault TEXT');
  expect((await finished('--version')).out).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test.each([
  [['--port', 'x'], '--port is "x": give a whole number.'],
  [['--nonsense'], "Unknown option '--nonsense'"],
  [['--fault', 'nonsense', '--port', '0'], 'Cannot read the fault "nonsense"'],
  [['--tls-cert', 'a.pem'], '--tls-cert and --tls-key go together'],
  [
    ['--tls-cert', '/nonexistent.pem', '--tls-key', '/nonexistent.pem'],
    'cannot read /nonexistent.pem (ENOENT)',
  ],
])('%j is a usage error', async (args, message) => {
  const { code, err } = await finished(...args);
  expect(code).toBe(2);
  expect(err).toContain(message);
});

test('prints its address, takes events, prints them, obeys --fault and ends on Ctrl-C', async () => {
  const child = start('--port', '0', '--token', 'abc', '--print', '--fault', '503/9 x1');
  children.push(child);
  const said = createInterface({ input: child.stderr });
  const [line] = (await once(said, 'line')) as [string];
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0] ?? '';
  const send = () =>
    fetch(`${url}/services/collector/raw`, {
      method: 'POST',
      body: 'first\nsecond\n',
      headers: { Authorization: 'Splunk abc' },
    });
  expect((await send()).status).toBe(503);
  const printed = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  expect((await send()).status).toBe(200);
  expect([(await printed.next()).value, (await printed.next()).value]).toEqual(['first', 'second']);
  child.kill('SIGINT');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('a receiver in a process of its own: counts, faults, end', async () => {
  const receiver = await forkReceiver({ args: ['--port', '0', '--token', 'abc'] });
  forked.push(receiver);
  const send = () =>
    fetch(`${receiver.url}/services/collector/raw`, {
      method: 'POST',
      body: 'run=0000000a&n=0\n',
      headers: { Authorization: `Splunk ${receiver.token}` },
    });
  await receiver.addFault('503/9 x1');
  await expect(receiver.addFault('nonsense')).rejects.toMatchObject({ code: 'RECEIVER_BAD_FAULT' });
  expect((await send()).status).toBe(503);
  expect((await send()).status).toBe(200);
  expect((await receiver.read()).runs).toEqual([expect.objectContaining({ run: '0000000a', distinct: 1 })]);
  await receiver.stop();
  await receiver.stop();
  await expect(receiver.read()).rejects.toMatchObject({ code: 'RECEIVER_PROCESS_FAILED' });
  expect(() => process.kill(receiver.pid, 0)).toThrow();
});

test('a receiver process that cannot start says why', async () => {
  const first = await forkReceiver();
  forked.push(first);
  const second = forkReceiver({ args: ['--port', String(first.port)] });
  await expect(second).rejects.toMatchObject({ code: 'RECEIVER_PORT_TAKEN' });
  await expect(forkReceiver({ args: ['--nonsense'] })).rejects.toMatchObject({ code: 'RECEIVER_BAD_OPTION' });
});

test('a receiver process ends with its parent', async () => {
  const index = new URL('../../dist/index.js', import.meta.url).href;
  const script = `const { forkReceiver } = await import(${JSON.stringify(index)});
    const receiver = await forkReceiver();
    console.log(receiver.pid);
    process.kill(process.pid, 'SIGKILL');`;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  parent.stdout.on('data', (chunk) => (out += chunk));
  // The child holds the parent's standard output open, so it closes when both are gone and not before.
  await once(parent, 'close');
  expect(out).toMatch(/^\d+\n$/);
});
