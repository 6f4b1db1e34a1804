import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { configSchema, isConfigError, loadConfig, parseConfig } from '@kafka-splunk/config';
import { runCommand } from '../../fixtures/recorded-terminal.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'config-commands-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('schema prints the schema', async () => {
  const { answers, complaints, exitCode } = await runCommand(['schema']);
  expect({ complaints, exitCode }).toEqual({ complaints: '', exitCode: 0 });
  expect(JSON.parse(answers)).toEqual(configSchema());
});

describe('init', () => {
  const env = { HEC_TOKEN: 't0ken' };

  test('writes a file that is valid, for its owner alone, and says what comes next', async () => {
    const file = join(folder, 'new.yml');
    const { exitCode, complaints } = await runCommand(['init', file]);
    expect(exitCode).toBe(0);
    expect(complaints).toContain(`check -c ${file}`);
    expect(loadConfig({ file, env }).config.kafka.topics).toEqual(['access-log']);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('never overwrites, unless told to', async () => {
    const file = join(folder, 'old.yml');
    writeFileSync(file, 'mine');
    expect(await runCommand(['init', file])).toMatchObject({ exitCode: 2 });
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect(await runCommand(['init', file, '--force'])).toMatchObject({ exitCode: 0 });
    expect(loadConfig({ file, env }).notices).toEqual([]);
  });

  test('says why where it cannot write', async () => {
    const { exitCode, complaints } = await runCommand(['init', join(folder, 'none', 'x.yml')]);
    expect(exitCode).toBe(2);
    expect(complaints).toContain('its folder does not exist');
  });

  test('writes to stdout, all keys too', async () => {
    const { answers } = await runCommand(['init', '-', '--all']);
    expect(parseConfig(answers, { file: 'x', env }).config.kafka.group).toBe('splunk');
    expect(answers).toContain('#batch_bytes: 1MiB');
  });
});

describe('config show', () => {
  const token = 'cafe0000-1111-2222-3333-444455556666';
  const write = (text: string): string => {
    const file = join(folder, 'shown.yml');
    writeFileSync(file, text);
    return file;
  };
  const valid = `hec: { host: splunk, token: ${token}, source: "a: b" }
kafka:
  brokers: [kafka:9092]
  consumer_group: g
  topics: [t, "!u"]
  zookeeper_port: 2181
routes:
  - topics: [t]
    index: web
    endpoint: event
    fields: { team: web, both: "x, y" }
`;

  test('prints YAML that says the same, with where each value is from, and no secret', async () => {
    const file = write(valid);
    const { answers, complaints, exitCode } = await runCommand(['config', 'show', '-c', file]);
    expect(exitCode).toBe(0);
    expect(answers).not.toContain(token);
    expect(answers).toMatch(/^ {2}port: 8088 +# default$/m);
    expect(answers).toMatch(/^ {2}token: "\*\*\*" +# line 1$/m);
    expect(answers).toMatch(/^ {2}# channel +# not set: none is sent$/m);
    expect(complaints).toContain('zookeeper_port');
    const { config } = parseConfig(answers.replace('"***"', token), { file: 'shown' });
    const { config: original } = loadConfig({ file });
    expect(JSON.stringify(config)).toBe(JSON.stringify(original));
  });

  test('colours where that is wanted', async () => {
    const { answers } = await runCommand(['config', 'show', '-c', write(valid)], { colour: true });
    expect(answers).toContain('\u001b[2m# default\u001b[22m');
  });

  test('prints JSON for scripts', async () => {
    const file = write(valid);
    const { answers } = await runCommand(['config', 'show', '--json', '-c', file]);
    const shown = JSON.parse(answers) as { file: string; settings: { key: string }[] };
    expect(shown.file).toBe(file);
    expect(shown.settings.find(({ key }) => key === 'routes[0].index')).toEqual({
      key: 'routes[0].index',
      value: 'web',
      origin: 'file',
      line: 9,
      from: 'line 9',
    });
    expect(answers).not.toContain(token);
  });

  test('of a file with mistakes shows the mistakes', async () => {
    const file = write(valid.replace('host', 'hst'));
    const thrown = await runCommand(['config', 'show', '-c', file]).catch((error: unknown) => error);
    expect(isConfigError(thrown) && thrown.message).toContain('did you mean hec.host?');
  });
});
