import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parseConfig } from '@kafka-splunk/config';
import { canBeReadAgain } from '../../../src/cli/read-config.js';
import { Reloader } from '../../../src/cli/reloader.js';
import { createLog } from '../../../src/observe/log.js';

const token = '11111111-2222-3333-4444-555555555555';
const text = (group = 'g', more = '') => `
hec: { host: 127.0.0.1, token: ${token} }
kafka: { brokers: ['127.0.0.1:9'], consumer_group: ${group}, topic: t }
${more}`;

describe('SIGHUP', () => {
  let folder: string;
  let file: string;
  let plans: { workers: number; configText: string }[];
  let lines: { level: string; msg: string; code?: string }[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'reload-'));
    file = join(folder, 'config.yml');
    plans = [];
    lines = [];
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const reloader = (rereadable = true): Reloader =>
    new Reloader({
      file,
      rereadable,
      config: parseConfig(text(), { file }).config,
      log: createLog({ level: 'debug', write: (line) => lines.push(JSON.parse(line)) }),
      onPlan: (plan) => plans.push(plan),
    });

  it('hands on what the file says now', async () => {
    const more = 'general: { workers: 3, drain_deadline: 7s }';
    writeFileSync(file, text('g', more));
    await reloader().reload();
    expect(plans).toMatchObject([{ workers: 3, drainDeadlineMs: 7000, configText: text('g', more) }]);
    expect(lines).toMatchObject([{ level: 'info', msg: expect.stringContaining('read and in order') }]);
  });

  it.each([
    ['a file with mistakes', () => writeFileSync(file, 'hec: 5'), 'hec'],
    ['a file that is gone', () => {}, 'there is no such file'],
    ['another group', () => writeFileSync(file, text('h')), 'can only be changed by a restart'],
  ])('changes nothing with %s, and says why', async (_name, prepare, reason) => {
    prepare();
    await reloader().reload();
    expect(plans).toEqual([]);
    expect(lines).toMatchObject([{ level: 'error', code: 'RELOAD_REFUSED' }]);
    expect(lines[0]?.msg).toContain('nothing changes');
    expect(lines[0]?.msg).toContain(reason);
    expect(JSON.stringify(lines)).not.toContain(token);
  });

  it('refuses a pipe, which is empty by now', async () => {
    writeFileSync(file, text());
    await reloader(false).reload();
    expect(plans).toEqual([]);
    expect(lines[0]?.msg).toContain('can be read only once');
  });

  it('reads once more when it comes while the file is being read', async () => {
    writeFileSync(file, text());
    const one = reloader();
    await Promise.all([one.reload(), one.reload(), one.reload()]);
    expect(plans.length).toBe(2);
  });

  it('knows a pipe from a file', () => {
    writeFileSync(file, text());
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    expect([canBeReadAgain(file), canBeReadAgain(pipe), canBeReadAgain(join(folder, 'none'))]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
