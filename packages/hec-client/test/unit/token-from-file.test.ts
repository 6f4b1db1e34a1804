import { mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { tokenFromFile } from '../../src/index.js';
import { RecordedClient } from './recorded-client.js';
import { ScriptedServer } from './scripted-server.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hec-token-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('follows the file, and a link that is swapped', () => {
  const path = join(folder, 'token');
  writeFileSync(join(folder, 'first'), 'token-a\n');
  writeFileSync(join(folder, 'second'), 'token-b\n');
  symlinkSync('first', path);
  const token = tokenFromFile(path, { recheckMs: 0 });
  expect(token()).toBe('token-a');
  symlinkSync('second', join(folder, 'next'));
  renameSync(join(folder, 'next'), path);
  expect(token()).toBe('token-b');
});

it('keeps the last token while the file is missing or empty', () => {
  const path = join(folder, 'token');
  writeFileSync(path, 'token-a');
  const token = tokenFromFile(path, { recheckMs: 0 });
  expect(token()).toBe('token-a');
  writeFileSync(path, '');
  expect(token()).toBe('token-a');
  rmSync(path);
  expect(token()).toBe('token-a');
  writeFileSync(path, 'token-bb');
  expect(token()).toBe('token-bb');
});

it('does not look at the file for every request', () => {
  const path = join(folder, 'token');
  writeFileSync(path, 'token-a');
  const token = tokenFromFile(path, { recheckMs: 60_000 });
  expect(token()).toBe('token-a');
  writeFileSync(path, 'token-bb');
  expect(token()).toBe('token-a');
});

it('pauses the sending until there is a first one', async () => {
  const path = join(folder, 'token');
  const server = await ScriptedServer.start();
  const recorded = new RecordedClient({ url: server.url, token: tokenFromFile(path, { recheckMs: 0 }) });
  recorded.add(recorded.client.destination({ kind: 'raw' }), ['x']);
  recorded.client.flush();
  await recorded.until(() => recorded.states.some(({ state }) => state === 'paused'));
  writeFileSync(path, 'token-a');
  await recorded.client.idle();
  expect(server.seen[0]!.headers.authorization).toBe('Splunk token-a');
  await recorded.client.close();
  await server.stop();
});
