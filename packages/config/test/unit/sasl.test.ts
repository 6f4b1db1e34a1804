import { describe, expect, test } from '@jest/globals';
import { fileAdding, parse, problemsOf } from '../config-cases.js';

const withSasl = (sasl: string): string => fileAdding({ kafka: `sasl: ${sasl}` });
const readFile = () => Buffer.from(' from-a-file\n');

describe('kafka.sasl', () => {
  test.each(['PLAIN', 'SCRAM-SHA-256', 'scram-sha-512'])('%s takes user and password', (mechanism) => {
    const { sasl } = parse(withSasl(`{mechanism: ${mechanism}, username: u, password: "p w"}`)).config.kafka;
    expect(sasl).toMatchObject({ mechanism: mechanism.toLowerCase(), username: 'u' });
    expect(sasl?.mechanism !== 'plain' || sasl.password.reveal()).toBeTruthy();
    expect(JSON.stringify(sasl)).not.toContain('p w');
  });

  test('a password may stand in a file, which is named so that it can be read again', () => {
    const text = withSasl('{mechanism: plain, username: u, password_file: /s/p}');
    const { sasl } = parse(text, { readFile }).config.kafka;
    if (sasl?.mechanism !== 'plain') throw new Error('plain expected');
    expect([sasl.password.reveal(), sasl.passwordFile]).toEqual(['from-a-file', '/s/p']);
  });

  test('oauthbearer takes a token endpoint and a client', () => {
    const oauth =
      '{token_url: "https://l.example/t?x=1", client_id: c, client_secret_file: /s/c, scope: a b}';
    const { sasl } = parse(withSasl(`{mechanism: oauthbearer, oauth: ${oauth}}`), { readFile }).config.kafka;
    if (sasl?.mechanism !== 'oauthbearer') throw new Error('oauthbearer expected');
    expect(sasl).toMatchObject({ tokenUrl: 'https://l.example/t?x=1', clientId: 'c', scope: 'a b' });
    expect([sasl.clientSecret.reveal(), sasl.clientSecretFile]).toEqual(['from-a-file', '/s/c']);
  });

  test('aws-msk-iam takes a region', () => {
    const { sasl } = parse(withSasl('{mechanism: aws-msk-iam, aws_region: eu-west-1}')).config.kafka;
    expect(sasl).toEqual({ mechanism: 'aws-msk-iam', region: 'eu-west-1' });
  });

  test.each([
    ['{mechanism: gssapi}', ['kafka.sasl.mechanism']],
    ['{username: u, password: p}', ['kafka.sasl.mechanism']],
    ['{mechanism: plain}', ['kafka.sasl.username', 'kafka.sasl.password']],
    ['{mechanism: plain, username: u, password: p, password_file: /f}', ['kafka.sasl.password']],
    ['{mechanism: plain, username: u, password: p, aws_region: r}', ['kafka.sasl.aws_region']],
    ['{mechanism: aws-msk-iam}', ['kafka.sasl.aws_region']],
    ['{mechanism: aws-msk-iam, aws_region: r, username: u}', ['kafka.sasl.username']],
    ['{mechanism: oauthbearer}', ['kafka.sasl.oauth.token_url']],
    [
      '{mechanism: oauthbearer, oauth: {token_url: "ftp://l/t"}}',
      ['kafka.sasl.oauth.token_url', 'kafka.sasl.oauth.client_id', 'kafka.sasl.oauth.client_secret'],
    ],
  ])('%s: each fault is told at its key', (sasl, keys) => {
    const problems = problemsOf(withSasl(sasl), { readFile });
    expect(problems.map(({ key }) => key).sort()).toEqual([...keys].sort());
  });
});
