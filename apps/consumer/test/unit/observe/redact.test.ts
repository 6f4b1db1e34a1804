import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { collectSecrets, createScrub } from '../../../src/observe/redact.js';

const secret = (value: string) => ({ reveal: () => value });

describe('scrub', () => {
  it('hides a secret wherever it stands in a line, and keeps the line JSON', () => {
    const scrub = createScrub(['s3cr3t']);
    const line = scrub(`${JSON.stringify({ msg: 'Splunk s3cr3t!', err: { stack: ['a', 's3cr3t'] } })}\n`);
    expect(line).toBe('{"msg":"Splunk ***!","err":{"stack":["a","***"]}}\n');
  });

  it('leaves a line without secrets as it is, to the byte', () => {
    const line = '{ "msg" : "ok" }\n';
    expect(createScrub(['s3cr3t'])(line)).toBe(line);
  });

  it('hides in lines that are no JSON', () => {
    expect(createScrub(['s3cr3t'])('boom s3cr3t\n')).toBe('boom ***\n');
  });

  it('keeps JSON whatever the secret looks like, and lets none through', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 4, unit: 'binary' }),
        fc.string(),
        fc.string(),
        fc.nat(),
        (hidden, head, tail, n) => {
          const line = createScrub([hidden])(`${JSON.stringify({ n, msg: head + hidden + tail })}\n`);
          const entry = JSON.parse(line) as { n: number; msg: string };
          expect(entry.n).toBe(n);
          // Where the secret is made of stars the mask may spell it again.
          if (!/^\**$/.test(hidden))
            expect(entry.msg.length).toBeLessThanOrEqual(head.length + tail.length + 3 + hidden.length);
          expect(entry.msg).toBe((head + hidden + tail).replaceAll(hidden, '***'));
        },
      ),
    );
  });

  it('hides the longer of two secrets that begin alike', () => {
    expect(createScrub(['abcd', 'abcdefgh'])('x abcdefgh abcd')).toBe('x *** ***');
  });
});

describe('secrets of a config', () => {
  it('are found wherever they can be revealed, in the forms they travel in', () => {
    const found = collectSecrets({
      hec: { token: secret('pä ss/w') },
      list: [{ password: secret('geheim') }],
    });
    expect(found).toEqual(
      expect.arrayContaining([
        'pä ss/w',
        'p%C3%A4%20ss%2Fw',
        Buffer.from('pä ss/w').toString('base64'),
        'geheim',
      ]),
    );
  });

  it('include the lines of a private key, and not those of a certificate', () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const cert = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const found = collectSecrets({ kafka: { tls: { key, cert } } });
    const line = key.split('\n')[3] ?? '';
    expect(line.length).toBeGreaterThan(60);
    expect(found).toContain(line);
    expect(found).not.toContain(cert.split('\n')[1]);
  });

  it('leave out what is too short to be one', () => {
    expect(collectSecrets({ password: secret('abc') })).not.toContain('abc');
  });
});
