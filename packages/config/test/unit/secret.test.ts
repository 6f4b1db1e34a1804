import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { parseConfig, Secret } from '../../src/index.js';
import { fileWith, parse } from '../config-cases.js';

const VALUE = 'B373-very-secret';

describe('Secret', () => {
  const secret = new Secret(VALUE);

  test('gives its value to reveal() alone', () => {
    expect(secret.reveal()).toBe(VALUE);
    const shown = [
      String(secret),
      `${secret}`,
      `${'token '}${secret}`,
      JSON.stringify({ secret }),
      inspect(secret),
      inspect({ deep: { secret } }, { depth: 9, showHidden: true }),
      inspect(secret, { customInspect: false, showHidden: true }),
      JSON.stringify({ ...secret }),
      inspect(structuredClone({ secret })),
      inspect(Object.entries(secret)),
      inspect(Reflect.ownKeys(secret)),
      String(Number(secret)),
    ];
    for (const text of shown) expect(text).not.toContain(VALUE);
    expect(`${secret}`).toBe('***');
    expect(JSON.stringify([secret])).toBe('["***"]');
    expect(inspect([secret])).toBe('[ *** ]');
  });

  test('a printed or serialised configuration shows ***', () => {
    const { config } = parse(fileWith({ hec: `host: splunk\n  token: ${VALUE}` }));
    expect(config.hec.token.reveal()).toBe(VALUE);
    expect(JSON.stringify(config)).toContain('"token":"***"');
    expect(inspect(config, { depth: 9 })).toContain('token: ***');
    expect(inspect(config, { depth: 9, showHidden: true }) + JSON.stringify(config)).not.toContain(VALUE);
  });

  test('a configuration cannot be changed by one of its readers', () => {
    const { config } = parseConfig(fileWith(), { file: 'test.yml', env: {} });
    expect(
      Object.isFrozen(config) && Object.isFrozen(config.kafka.brokers) && Object.isFrozen(config.hec),
    ).toBe(true);
  });
});
