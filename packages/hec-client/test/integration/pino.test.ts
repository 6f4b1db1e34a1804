import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { forkReceiver, type ReceiverProcess } from '@kafka-splunk/hec-receiver';

let receiver: ReceiverProcess;
beforeAll(async () => {
  receiver = await forkReceiver({ args: ['--port', '0'] });
});
afterAll(() => receiver.stop());

// pino loads the transport in a thread of its own: what is shipped.
const target = fileURLToPath(new URL('../../dist/pino/index.js', import.meta.url));
const program = fileURLToPath(new URL('log-and-exit.js', import.meta.url));

it('what a program logged before it exits arrives, each line once', async () => {
  const child = spawn(process.execPath, [program, target, receiver.url, receiver.token, '2000'], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = await once(child, 'exit');
  expect(code).toBe(0);
  const { runs, destinations, sample } = await receiver.read();
  expect(runs).toMatchObject([{ run: '0000abcd', distinct: 2000, duplicated: 0, highest: 1999 }]);
  expect(destinations).toMatchObject([{ source: 'pino', sourcetype: 'app', events: 2000 }]);
  expect(sample.length).toBeGreaterThan(0);
});
