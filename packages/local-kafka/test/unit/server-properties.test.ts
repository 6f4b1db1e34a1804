import { describe, expect, test } from '@jest/globals';
import { serverProperties } from '../../src/server-properties.js';

const ports = [1, 2, 3].map((n) => ({
  plain: 9000 + n,
  controller: 9100 + n,
  tls: 9200 + n,
  sasl: 9300 + n,
  saslTls: 9400 + n,
}));

describe('serverProperties', () => {
  test('three brokers vote among themselves and keep three copies', () => {
    const text = serverProperties(2, ports, '/data/2', {});
    expect(text).toContain('node.id=2\n');
    expect(text).toContain('controller.quorum.voters=1@127.0.0.1:9101,2@127.0.0.1:9102,3@127.0.0.1:9103\n');
    expect(text).toContain('listeners=PLAINTEXT://127.0.0.1:9002,CONTROLLER://127.0.0.1:9102\n');
    expect(text).toContain('offsets.topic.replication.factor=3\n');
    expect(text).not.toContain('SSL://');
  });

  test('a TLS listener stands beside PLAINTEXT, its PEM on one line', () => {
    const tls = { cert: 'a\nb\n', key: 'k', ca: 'c', clientAuth: 'required' } as const;
    const text = serverProperties(1, ports.slice(0, 1), '/data/1', { listeners: { tls } });
    expect(text).toContain('advertised.listeners=PLAINTEXT://127.0.0.1:9001,SSL://127.0.0.1:9201\n');
    expect(text).toContain('ssl.keystore.certificate.chain=a\\nb\n');
    expect(text).toContain('ssl.client.auth=required\n');
  });

  test('SASL listeners take all mechanisms, over TLS too where both are asked for', () => {
    const tls = { cert: 'a', key: 'k', ca: 'c', clientAuth: 'required' } as const;
    const sasl = { users: { alice: 'pw' } };
    const text = serverProperties(1, ports.slice(0, 1), '/data/1', { listeners: { tls, sasl } });
    expect(text).toContain('SASL://127.0.0.1:9301,SASLTLS://127.0.0.1:9401');
    expect(text).toContain('SASL:SASL_PLAINTEXT,SASLTLS:SASL_SSL\n');
    expect(text).toContain(
      'listener.name.sasltls.sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER\n',
    );
    expect(text).toContain('listener.name.sasltls.ssl.client.auth=none\n');
    expect(text).toMatch(/listener.name.sasl.plain.sasl.jaas.config=.* user_alice="pw";\n/);
    expect(text).not.toContain('listener.name.sasl.ssl');
  });

  test('with super users, all others need ACLs', () => {
    const text = serverProperties(1, ports.slice(0, 1), '/data/1', { superUsers: ['admin'] });
    expect(text).toContain('super.users=User:ANONYMOUS;User:admin\n');
    expect(text).toMatch(/^authorizer.class.name=.*StandardAuthorizer$/m);
  });

  test('a property given by the caller wins', () => {
    const text = serverProperties(1, ports, '/data/1', {
      properties: { 'auto.create.topics.enable': 'true' },
    });
    expect(text.match(/auto\.create\.topics\.enable/g)).toHaveLength(1);
    expect(text).toContain('auto.create.topics.enable=true\n');
  });
});
