import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { configErrorCodes } from '../../src/index.js';
import { keyTable } from '../../src/keys/key-table.js';
import { exampleFile } from '../../src/reference/reference-text.js';
import { renderReference } from '../../src/reference/render-reference.js';
import { parse } from '../config-cases.js';

const docs = (name: string): string =>
  readFileSync(new URL(`../../../../docs/${name}`, import.meta.url), 'utf8');

describe('docs/configuration.md', () => {
  test('is what the key table says (`pnpm write-docs` writes it)', () => {
    expect(docs('configuration.md')).toBe(renderReference());
  });

  test('has every key and every code', () => {
    const text = renderReference();
    for (const { path } of keyTable) expect(text).toContain(`| \`${path.split('.').at(-1)}\``);
    for (const code of Object.keys(configErrorCodes)) expect(text).toContain(code);
  });

  test('its example is a valid file', () => {
    const { config } = parse(exampleFile, { readFile: () => Buffer.from('t0ken') });
    expect(config.routes).toHaveLength(1);
  });
});

describe('docs/migrating.md', () => {
  test('speaks of every key of the original', () => {
    const text = docs('migrating.md');
    for (const { path } of keyTable.filter((key) => key.since === 'original')) {
      expect(text).toContain(`\`${path.split('.').at(-1)}\``);
    }
  });

  test('its files are valid', () => {
    const files = [...docs('migrating.md').matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, file = '']) => file);
    expect(files.length).toBeGreaterThan(1);
    for (const file of files) {
      const { config } = parse(file, { readFile: () => Buffer.from('t0ken') });
      expect(config.kafka.group).toBe('shark');
    }
  });
});
