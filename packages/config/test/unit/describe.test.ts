// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${NAME} in configuration files
import { describe, expect, test } from '@jest/globals';
import { describeText, type Setting } from '../../src/index.js';
import { keyTable } from '../../src/keys/key-table.js';
import { errorOf, fileAdding, fileWith } from '../config-cases.js';

function settingsOf(text: string, env: Record<string, string> = {}): Map<string, Setting> {
  const readFile = () => Buffer.from('from-a-file\n');
  const { settings } = describeText(text, { file: 'test.yml', env, readFile });
  return new Map(settings.map((setting) => [setting.key, setting]));
}

describe('what is in force', () => {
  test('every key is there, retired ones apart', () => {
    const settings = settingsOf(fileWith());
    for (const { path, retired } of keyTable) {
      if (!path.includes('[]')) expect([path, settings.has(path)]).toEqual([path, retired === undefined]);
    }
  });

  test('from the file, with its line, as it was written', () => {
    const settings = settingsOf(
      fileAdding({ general: 'linger: 2s\n  workers: 010_0', hec: 'ack: true' }).replace('010_0', '4'),
    );
    expect(settings.get('general.linger')).toEqual({
      key: 'general.linger',
      value: '2s',
      origin: { kind: 'file', line: 10, variables: [] },
    });
    expect(settings.get('hec.ack.enabled')).toMatchObject({
      value: 'true',
      origin: { kind: 'file', line: 4 },
    });
    expect(settings.get('kafka.brokers')).toMatchObject({ value: ['kafka:9092'] });
  });

  test('from the environment, and from the default beside it', () => {
    const settings = settingsOf(fileAdding({ hec: 'port: ${PORT}\n  source: ${A:-x}${B}' }), {
      PORT: '9',
      B: 'y',
    });
    expect(settings.get('hec.port')).toMatchObject({
      value: '9',
      origin: { variables: [{ name: 'PORT', set: true }] },
    });
    expect(settings.get('hec.source')).toMatchObject({
      value: 'xy',
      origin: {
        variables: [
          { name: 'A', set: false },
          { name: 'B', set: true },
        ],
      },
    });
  });

  test('by default, and where there is none in words', () => {
    const settings = settingsOf(fileWith());
    expect(settings.get('hec.port')).toMatchObject({ value: '8088', origin: { kind: 'default' } });
    expect(settings.get('hec.channel')).toMatchObject({
      value: undefined,
      origin: { kind: 'absent', words: 'none is sent' },
    });
  });

  test('a section with a switch is on where it is there', () => {
    const enabled = (text: string) => settingsOf(text).get('hec.ack.enabled')?.value;
    expect([enabled(fileWith()), enabled(fileAdding({ hec: 'ack: { poll: 2s }' }))]).toEqual([
      'false',
      'true',
    ]);
  });

  test('of each route only what it has', () => {
    const settings = settingsOf(fileAdding({ routes: '- topics: [t]\n    index: web' }));
    expect([...settings.keys()].filter((key) => key.startsWith('routes'))).toEqual([
      'routes[0].topics',
      'routes[0].index',
    ]);
  });
});

describe('secrets', () => {
  const secret = 'hunter2-hunter2';
  test('are masked wherever they come from', () => {
    for (const text of [
      fileWith({ hec: `host: splunk\n  token: ${secret}` }),
      fileWith({ hec: 'host: splunk\n  token: ${T}' }),
      fileWith({ hec: 'host: splunk\n  token: ${U:-hunter2-hunter2}' }),
      fileAdding({ kafka: `sasl: { mechanism: plain, username: me, password: ${secret} }` }),
      fileAdding({ kafka: `ssl: { use_ssl: false, password: ${secret} }` }),
    ]) {
      const settings = [...settingsOf(text, { T: secret }).values()];
      expect(JSON.stringify(settings)).not.toContain(secret);
      expect(settings.find(({ key }) => key === 'hec.token')?.value).toBe('***');
    }
  });

  test('from a file are told with the file', () => {
    const settings = settingsOf(fileWith({ hec: 'host: splunk\n  token_file: /run/t' }));
    expect(settings.get('hec.token')).toEqual({
      key: 'hec.token',
      value: '***',
      origin: { kind: 'content', key: 'hec.token_file', line: 3, path: '/run/t' },
    });
    expect(JSON.stringify([...settings.values()])).not.toContain('from-a-file');
  });
});

test('a file with problems is not described', () => {
  expect(errorOf(() => settingsOf(fileAdding({ hec: 'port: 0' }))).code).toBe('CONFIG_INVALID');
});
