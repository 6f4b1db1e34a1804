import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { tlsInForce } from '../../src/index.js';
import { fileAdding, fixture, parse } from '../config-cases.js';

describe('TLS files that change while the program runs', () => {
  let folder: string;
  let told: string[];
  const at = (name: string): string => join(folder, name);
  const put = (name: string, from: string): void => copyFileSync(fixture(from), at(name));

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tls-in-force-'));
    told = [];
    put('ca.pem', 'client.pem');
    put('cert.pem', 'client.pem');
    put('key.pem', 'client.key');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const watch = (
    keys = `cafile: ${at('ca.pem')}, certfile: ${at('cert.pem')}, keyfile: ${at('key.pem')}`,
  ) => {
    const { tls } = parse(fileAdding({ hec: `tls: {${keys}}` })).config.hec;
    if (tls === undefined) throw new Error('there is no TLS');
    return tlsInForce(tls, {
      recheckMs: 0,
      onTaken: () => told.push('taken'),
      onRefused: (reason) => told.push(reason),
    });
  };

  test('are given as they are now, and as the same object until then', () => {
    const tls = watch();
    const first = tls();
    expect(tls()).toBe(first);
    put('ca.pem', 'client-with-key.pem');
    const second = tls();
    expect(second.ca).not.toBe(first.ca);
    expect(second.cert).toBe(first.cert);
    expect(tls()).toBe(second);
    expect(told).toEqual(['taken']);
  });

  test('are not taken while they do not fit each other, as in the middle of a renewal', () => {
    const tls = watch();
    const first = tls();
    put('key.pem', 'other.key');
    expect(tls()).toBe(first);
    expect(tls()).toBe(first);
    expect(told).toEqual([expect.stringContaining('does not belong to the certificate')]);
    put('key.pem', 'client.key');
    expect(tls()).toBe(first);
  });

  test('are not taken while they are half written, or gone', () => {
    const tls = watch();
    const first = tls();
    writeFileSync(at('ca.pem'), '');
    expect(tls()).toBe(first);
    rmSync(at('ca.pem'));
    expect(tls()).toBe(first);
    expect(told).toEqual([
      expect.stringContaining('holds no certificate'),
      expect.stringContaining('there is no such file'),
    ]);
    put('ca.pem', 'client-with-key.pem');
    expect(tls()).not.toBe(first);
  });

  test('are not taken while they cannot be reached or are no text, which is told', () => {
    for (const folder of ['v1', 'v2']) mkdirSync(at(folder));
    put('v1/ca.pem', 'client.pem');
    put('v2/ca.pem', 'client-with-key.pem');
    const link = (target: string): void => {
      rmSync(at('now'), { force: true });
      symlinkSync(target, at('now'));
    };
    link('v1');
    const tls = watch(`cafile: ${at('now/ca.pem')}`);
    const first = tls();
    link('now'); // ELOOP
    expect(tls()).toBe(first);
    expect(tls()).toBe(first);
    link('cert.pem'); // ENOTDIR
    expect(tls()).toBe(first);
    link('v1');
    writeFileSync(at('v1/ca.pem'), Buffer.from([0x30, 0x82, 0xff, 0xfe]));
    expect(tls()).toBe(first);
    expect(told).toEqual([
      expect.stringContaining('ELOOP'),
      expect.stringContaining('ENOTDIR'),
      expect.stringContaining('binary'),
    ]);
    link('v2');
    expect(tls()).not.toBe(first);
  });

  test('are not taken with a password that is no text', () => {
    writeFileSync(at('password'), 'fixture-password');
    put('key.pem', 'client-encrypted.key');
    const tls = watch(
      `certfile: ${at('cert.pem')}, keyfile: ${at('key.pem')}, password_file: ${at('password')}`,
    );
    const first = tls();
    writeFileSync(at('password'), Buffer.from([0xff]));
    expect(tls()).toBe(first);
    expect(told).toEqual([expect.stringContaining('binary')]);
  });

  test('are followed through symbolic links that are swapped, as Kubernetes mounts secrets', () => {
    for (const [version, from] of [
      ['v1', 'client.pem'],
      ['v2', 'client-with-key.pem'],
    ] as const) {
      mkdirSync(at(version));
      copyFileSync(fixture(from), at(`${version}/ca.crt`));
    }
    symlinkSync('v1', at('..data'));
    symlinkSync('..data/ca.crt', at('ca.crt'));
    const tls = watch(`cafile: ${at('ca.crt')}`);
    const first = tls();
    symlinkSync('v2', at('..next'));
    renameSync(at('..next'), at('..data'));
    expect(tls().ca).not.toBe(first.ca);
  });

  test('are looked at once a second at the most', () => {
    const { tls } = parse(fileAdding({ hec: `tls: {cafile: ${at('ca.pem')}}` })).config.hec;
    const now = tlsInForce(tls ?? {}, { recheckMs: 60_000 });
    const first = now();
    put('ca.pem', 'client-with-key.pem');
    expect(now()).toBe(first);
  });
});
