import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { fileAdding, fileWith, fixture, parse, problemOf, problemsOf } from '../config-cases.js';

let folder = '';
const file = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const hecTls = (keys: Record<string, string>): string => {
  const lines = Object.entries(keys).map(([key, value]) => `    ${key}: ${value}`);
  return fileAdding({ hec: `tls:\n${lines.join('\n')}` });
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'config-tls-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('TLS files', () => {
  const cert = fixture('client.pem');
  const key = fixture('client.key');
  const encrypted = fixture('client-encrypted.key');

  test('are read to PEM text, for Splunk and for Kafka', () => {
    const ssl = `ssl: {use_ssl: True, cafile: ${cert}, certfile: ${cert}, keyfile: ${encrypted}, password: fixture-password}`;
    const text = fileAdding({
      hec: `tls: {cafile: ${cert}, certfile: ${cert}, keyfile: ${key}, servername: hec.example.com}`,
      kafka: ssl,
    });
    const { hec, kafka } = parse(text).config;
    expect(hec.tls).toMatchObject({
      servername: 'hec.example.com',
      ca: expect.stringContaining('BEGIN CERTIFICATE'),
    });
    expect(hec.tls?.key).toContain('BEGIN PRIVATE KEY');
    expect(kafka.tls).toMatchObject({ key: expect.stringContaining('BEGIN ENCRYPTED PRIVATE KEY') });
    expect(kafka.tls?.passphrase?.reveal()).toBe('fixture-password');
  });

  test('use_ssl without files is TLS with the authorities of Node', () => {
    expect(parse(fileAdding({ kafka: 'ssl: {use_ssl: on}' })).config.kafka.tls).toEqual({});
  });

  test.each([
    ['ssl: {cafile: /nope}', /^kafka.ssl is not in use without use_ssl/],
    ['ssl: {use_ssl: "", password: x}', /^kafka.ssl is not in use without use_ssl/],
    [
      'ssl: {cafile: /nope}\n  sasl: {mechanism: plain, username: u, password: p}',
      /password of sasl goes in clear/,
    ],
    ['ssl: {use_ssl: no, cafile: /nope}', undefined],
    ['ssl: {use_ssl: on}', undefined],
    ['ssl:', undefined],
  ])('what stands in kafka.ssl without use_ssl is told to be of no use: %s', (ssl, words) => {
    const { config, notices } = parse(fileAdding({ kafka: ssl }));
    expect(config.kafka.tls).toEqual(ssl === 'ssl: {use_ssl: on}' ? {} : undefined);
    expect(notices.map(({ key, text }) => `${key} ${text}`)).toEqual(
      words === undefined ? [] : [expect.stringMatching(words)],
    );
  });

  test('a key may stand in the file of its certificate', () => {
    const both = fixture('client-with-key.pem');
    expect(parse(hecTls({ certfile: both })).config.hec.tls).toMatchObject({
      cert: expect.stringContaining('PRIVATE KEY'),
      key: expect.stringContaining('PRIVATE KEY'),
    });
    expect(problemOf(hecTls({ certfile: cert })).text).toContain('holds no private key');
    expect(problemOf(hecTls({ keyfile: key })).text).toContain('needs its certificate');
  });

  test('the password may come from a file, white space around it cut off', () => {
    const password = file('password', ' fixture-password\n');
    const text = hecTls({ certfile: cert, keyfile: encrypted, password_file: password });
    expect(parse(text).config.hec.tls?.passphrase?.reveal()).toBe('fixture-password');
  });

  test.each<[string, () => Record<string, string>, string]>([
    ['a missing file', () => ({ cafile: join(folder, 'nope') }), 'no such file (ENOENT)'],
    ['a directory', () => ({ cafile: folder }), 'directory (EISDIR)'],
    ['a file that is not PEM', () => ({ cafile: file('text', 'hello') }), 'not PEM'],
    ['binary', () => ({ cafile: file('der', Uint8Array.of(0x30, 0x82, 0xff, 0xfe)) }), 'binary'],
    ['a huge file', () => ({ cafile: file('huge', new Uint8Array(5 * 1024 ** 2)) }), 'larger than 4 MiB'],
    [
      'a broken certificate',
      () => ({ cafile: file('b.pem', brokenCertificate()) }),
      'certificate 1 of 1 in it is broken',
    ],
    ['a key where a certificate belongs', () => ({ cafile: key }), 'no certificate'],
    ['a certificate where a key belongs', () => ({ certfile: cert, keyfile: cert }), 'no private key'],
    [
      'a broken key',
      () => ({ certfile: cert, keyfile: file('b.key', brokenKey()) }),
      'private key in it is broken',
    ],
    [
      'a key of another certificate',
      () => ({ certfile: cert, keyfile: fixture('other.key') }),
      'does not belong',
    ],
    [
      'an encrypted key without password',
      () => ({ certfile: cert, keyfile: encrypted }),
      'give its password',
    ],
    [
      'a wrong password',
      () => ({ certfile: cert, keyfile: encrypted, password: 'hunter2' }),
      'does not open it',
    ],
    ['a missing password file', () => ({ password_file: join(folder, 'nope') }), 'no such file'],
    ['an empty password file', () => ({ password_file: file('empty', ' \n') }), 'is empty'],
    ['an address as server name', () => ({ servername: '10.0.0.1' }), 'not an IP address'],
  ])('%s is a problem with its reason', (_, keys, words) => {
    const found = keys();
    const problem = problemOf(hecTls(found));
    expect(problem.text).toContain(words);
    expect(problem.key).toMatch(/^hec\.tls\./);
    expect(JSON.stringify(problem)).not.toContain('hunter2');
    const path = Object.values(found).at(-1) ?? '';
    if (path.startsWith('/') && problem.reason === 'file' && !words.includes('belong'))
      expect(problem.text).toContain(path);
  });

  test('problems of several files are told at once', () => {
    const keys = { cafile: '/nope/a', certfile: '/nope/b', keyfile: '/nope/c', password_file: '/nope/d' };
    expect(problemsOf(hecTls(keys)).map((p) => p.key.split('.').at(-1))).toEqual(Object.keys(keys));
  });
});

describe('token_file', () => {
  const withTokenFile = (path: string): string => fileWith({ hec: `host: splunk\n  token_file: ${path}` });

  test('holds the token, white space around it cut off', () => {
    const path = file('token', '\tt0ken\r\n');
    const { hec } = parse(withTokenFile(path)).config;
    expect([hec.token.reveal(), hec.tokenFile]).toEqual(['t0ken', path]);
  });

  test.each<[string, () => string, string]>([
    ['missing', () => join(folder, 'nope'), 'no such file'],
    ['empty', () => file('empty-token', ''), 'is empty'],
    ['of two lines', () => file('two', 'a\nb'), 'the token alone'],
    ['huge', () => file('huge-token', 'x'.repeat(70_000)), 'larger than 64 KiB'],
    ['binary', () => file('binary', Uint8Array.of(0xff)), 'not UTF-8'],
    ['the token itself', () => 'B373AE38-902D-4DFC-87BE-43E0E5D5AB01', 'looks like a token'],
  ])('%s is a problem', (_, path, words) => {
    const problem = problemOf(withTokenFile(path()));
    expect(problem).toMatchObject({ key: 'hec.token_file', reason: 'file' });
    expect(problem.text).toContain(words);
    expect(JSON.stringify(problem)).not.toMatch(/B373AE38|a\\nb/);
  });
});

function brokenCertificate(): string {
  return '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
}

function brokenKey(): string {
  return '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n';
}
