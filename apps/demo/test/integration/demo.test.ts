import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { processesWith } from '../processes.js';

jest.setTimeout(120_000);

const program = fileURLToPath(new URL('../../bin/demo.js', import.meta.url));

/** A temporary directory of its own: what the demo leaves behind is seen there, and its processes are known by it. */
let scratch: string;

beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'demo-test-'));
});

afterEach(async () => {
  for (const { pid } of await processesWith(scratch)) process.kill(pid, 'SIGKILL');
  await rm(scratch, { recursive: true, force: true });
});

function start(...args: string[]) {
  const env = { ...process.env, TMPDIR: scratch, NO_COLOR: '1' };
  const child = spawn(process.execPath, [program, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => (out += chunk));
  child.stderr.on('data', (chunk) => (err += chunk));
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, out, err }));
  /** Resolves when the words were said; rejects when it ends without. */
  const said = (words: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (err.includes(words)) resolve();
      };
      child.stderr.on('data', look);
      void ended.then(() => reject(new Error(`ended without saying "${words}": ${err}`)));
      look();
    });
  return { child, ended, said };
}

/** Nothing is left: no file, no process. */
async function expectNothingLeft(): Promise<void> {
  expect(await processesWith(scratch)).toEqual([]);
  expect(await readdir(scratch)).toEqual([]);
}

test('moves every event once, says so in one line, and leaves nothing behind', async () => {
  const { code, out, err } = await start('--events', '20000').ended;
  expect(err).toContain("Receiver's page: http://127.0.0.1:");
  expect(out).toMatch(/^produced 20000, received 20000 distinct, lost 0, duplicated 0, \d+ events\/s\n$/);
  expect(code).toBe(0);
  await expectNothingLeft();
});

test('Ctrl-C with --keep drains, counts and leaves nothing behind', async () => {
  const demo = start('--events', '1000', '--keep');
  await demo.said('Going on until Ctrl-C');
  demo.child.kill('SIGINT');
  const { code, out } = await demo.ended;
  const [, produced, received] =
    /^produced (\d+), received (\d+) distinct, lost 0, duplicated 0/.exec(out) ?? [];
  expect(Number(produced)).toBeGreaterThanOrEqual(1000);
  expect(received).toBe(produced);
  expect(code).toBe(0);
  await expectNothingLeft();
});

test('Ctrl-C before all has arrived ends with 130 and leaves nothing behind', async () => {
  const demo = start('--events', '50000000');
  await demo.said("Receiver's page");
  demo.child.kill('SIGINT');
  const { code, out, err } = await demo.ended;
  expect(err).toMatch(/Ended before all had arrived: produced \d+, received \d+ distinct so far\./);
  expect([code, out]).toEqual([130, '']);
  await expectNothingLeft();
});
