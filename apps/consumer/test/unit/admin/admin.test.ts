import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Config, parseConfig } from '@kafka-splunk/config';
import { Admin } from '../../../src/admin/admin.js';
import { createLog } from '../../../src/observe/log.js';
import type { StatusReport } from '../../../src/status/status-report.js';
import type { FleetView } from '../../../src/supervisor/supervisor.js';
import { place } from '../../fixtures/fleet-snapshot.js';
import { until } from '../../fixtures/journal.js';
import { delivery, stats } from '../../fixtures/stats.js';

function config(more: string, token = 'first-token'): Config {
  const text = `hec: {host: splunk, token: ${token}}\nkafka: {brokers: ['k:9092'], consumer_group: g, topic: t}\n${more}`;
  return parseConfig(text, { file: 'x.yml', env: {} }).config;
}

let urls: string[];
let view: FleetView;
let admin: Admin;

beforeEach(() => {
  urls = [];
  view = { workers: [place()], reloadedAt: undefined };
});
afterEach(() => admin.close());

function start(first: Config): void {
  const log = createLog({
    level: 'info',
    write: (line) => {
      const entry = JSON.parse(line) as { admin?: string };
      if (entry.admin !== undefined) urls.push(entry.admin);
    },
  });
  const program = { version: '1.0.0', file: 'x.yml', startedAt: 1 };
  admin = new Admin({ config: first, program, log, view: () => view });
  admin.start();
}

async function status(): Promise<StatusReport> {
  return (await (await fetch(`${urls.at(-1)}/status.json`)).json()) as StatusReport;
}

test('a reload moves the server at once, and tells of the new config once it is in force', async () => {
  start(config('admin: {port: 0}'));
  await until('it listens', () => urls.length === 1);
  expect((await status()).memory.budgetBytes).toBe(134_217_728);
  admin.adopt(config('admin: {port: 0, host: localhost}\ngeneral: {memory: 1GB}'));
  await until('it listens elsewhere', () => urls.length === 2);
  expect(urls[1]).toMatch(/^http:\/\/localhost:/);
  await expect(fetch(`${urls[0]}/livez`)).rejects.toThrow();
  expect((await status()).memory.budgetBytes).toBe(134_217_728);
  view = { ...view, reloadedAt: 5 };
  expect(await status()).toMatchObject({ memory: { budgetBytes: 1e9 }, program: { reloadedAt: 5 } });
});

test('a reload that leaves the address alone leaves the server alone', async () => {
  start(config('admin: {port: 0}'));
  await until('it listens', () => urls.length === 1);
  admin.adopt(config('admin: {port: 0}\ngeneral: {memory: 1GB}'));
  expect((await status()).program.version).toBe('1.0.0');
  expect(urls).toHaveLength(1);
});

test('a reload can end it and begin it', async () => {
  start(config('admin: {enabled: false}'));
  admin.adopt(config('admin: {port: 0}'));
  await until('it listens', () => urls.length === 1);
  admin.adopt(config('admin: {enabled: false}'));
  admin.adopt(config('admin: {port: 0}'));
  await until('it listens again', () => urls.length === 2);
  expect((await fetch(`${urls[1]}/livez`)).status).toBe(200);
});

test('no secret of any config so far gets out, wherever it got in', async () => {
  start(config('admin: {port: 0}'));
  await until('it listens', () => urls.length === 1);
  admin.adopt(config('admin: {port: 0}', 'second-token'));
  const cause = 'first-token and second-token';
  admin.board.heard(0, stats({ states: [delivery({ name: `https://${cause}`, state: 'paused', cause })] }));
  for (const path of ['status.json', 'metrics', 'readyz', 'history.json']) {
    const text = await (await fetch(`${urls[0]}/${path}`)).text();
    expect(text).not.toMatch(/first-token|second-token/);
  }
  expect((await status()).causes[0]?.text).toContain('*** and ***');
});
