import { describe, expect, test } from '@jest/globals';
import { pageSecurityPolicy, readPageFiles } from '../../../src/admin/page-files.js';

const files = readPageFiles();
const html = files.get('/')?.body.toString() ?? '';

describe('the files of the live page', () => {
  test('everything that one of them names is among them', () => {
    const named = [...html.matchAll(/(?:src|href)="(page\/[^"]+)"/g)].map(([, path]) => `/${path}`);
    expect(named.length).toBeGreaterThan(3);
    for (const path of named) expect(files.has(path)).toBe(true);
    for (const [path, { type, body }] of files) {
      if (!type.startsWith('text/javascript')) continue;
      for (const [, imported = ''] of body.toString().matchAll(/from '([^']+)'/g)) {
        expect([path, files.has(new URL(imported, `http://host${path}`).pathname)]).toEqual([path, true]);
      }
    }
  });

  test('none of them needs anybody else, and none has what the policy forbids', () => {
    for (const [path, { body }] of files) {
      const outside = [...body.toString().matchAll(/(?:https?:)?\/\/[a-z0-9-]+\.[a-z][a-z0-9.-]+/g)]
        .map(([address]) => address)
        .filter((address) => !address.endsWith('//www.w3.org'));
      expect([path, outside]).toEqual([path, []]);
    }
    expect(html).not.toMatch(/<style|style=|<script>|\son[a-z]+=/);
    expect(pageSecurityPolicy).not.toMatch(/unsafe|\*/);
  });

  test('no script makes HTML of a text', () => {
    for (const [path, { body }] of files) {
      expect([
        path,
        /innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(/.test(body.toString()),
      ]).toEqual([path, false]);
    }
  });
});
