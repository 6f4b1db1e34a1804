import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { nearestName } from '../../src/check/nearest-name.js';

const names = ['host', 'port', 'token', 'use_https', 'verify_ssl', 'compresslevel'];

describe('nearestName', () => {
  test.each([
    ['prot', 'port'],
    ['hots', 'host'],
    ['tokens', 'token'],
    ['useHttps', 'use_https'],
    ['verify-ssl', 'verify_ssl'],
    ['compression_level', 'compresslevel'],
    ['compression', undefined],
    ['compress_levle', 'compresslevel'],
    ['x', undefined],
    ['', undefined],
  ])('%s is %s', (name, expected) => {
    expect(nearestName(name, names)).toBe(expected);
  });

  test('property: one edit is always found, and long names take no time', () => {
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.nat(), fc.constantFrom('q', ''), (name, at, insert) => {
        const i = at % name.length;
        expect(nearestName(name.slice(0, i) + insert + name.slice(i + (insert === '' ? 1 : 0)), [name])).toBe(
          name,
        );
      }),
    );
    expect(nearestName('x'.repeat(1_000_000), names)).toBeUndefined();
  });
});
