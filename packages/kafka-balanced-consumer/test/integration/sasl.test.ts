import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  testCaCertificate,
  testServerCertificate,
  testServerKey,
} from '@kafka-splunk/hec-receiver/test-certificates';
import { type LocalKafka, startKafka } from '@kafka-splunk/local-kafka';
import {
  AclOperationTypes,
  AclPermissionTypes,
  AclResourceTypes,
  Kafka,
  logLevel,
  ResourcePatternTypes,
} from 'kafkajs';
import { createTopicAdmin, probeTopic } from '../../src/admin.js';
import type { KafkaSasl } from '../../src/index.js';
import { createRecordProducer } from '../../src/producer.js';
import { unsecuredToken } from '../unsecured-token.js';
import { until } from '../until.js';
import { allLeave, Member } from './members.js';

let kafka: LocalKafka;

beforeAll(async () => {
  kafka = await startKafka({
    initialRebalanceDelayMs: 0,
    listeners: {
      tls: { cert: testServerCertificate, key: testServerKey, ca: testCaCertificate },
      sasl: { users: { alice: 'a-secret' }, reauthenticateAfterMs: 11_000 },
    },
    // Rights hold where somebody has been given some; whoever comes without a login may do everything.
    properties: {
      'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
      'super.users': 'User:ANONYMOUS',
      'allow.everyone.if.no.acl.found': 'true',
    },
  });
}, 60_000);

afterAll(async () => {
  await allLeave();
  await kafka.stop();
}, 60_000);

const logins: [string, KafkaSasl][] = [
  ['plain', { mechanism: 'plain', username: 'alice', password: 'a-secret' }],
  ['scram-256', { mechanism: 'scram-sha-256', username: 'alice', password: () => 'a-secret' }],
  ['scram-512', { mechanism: 'scram-sha-512', username: 'alice', password: 'a-secret' }],
  ['oauthbearer', { mechanism: 'oauthbearer', token: async () => ({ value: unsecuredToken('alice') }) }],
];

describe.each(logins)('%s', (name, sasl) => {
  test.each(['plaintext', 'TLS'])(
    'over %s: writes, reads and asks',
    async (transport) => {
      const over =
        transport === 'TLS'
          ? { brokers: kafka.saslTlsBootstrap, tls: { ca: testCaCertificate } }
          : { brokers: kafka.saslBootstrap };
      const topic = `t-${name}-${transport}`;
      const admin = createTopicAdmin({ ...over, sasl });
      await admin.createTopic(topic, 1);
      const producer = createRecordProducer({ ...over, sasl });
      await producer.send(topic, [{ value: name }]);
      const member = new Member(over.brokers, { ...over, topics: [topic], sasl });
      await member.has(1);
      expect(member.seen.get(0)).toEqual([name]);
      await Promise.all([member.leave(), admin.close(), producer.close()]);
    },
    60_000,
  );
});

function refusals(member: Member): string[] {
  return member.events.flatMap((event) =>
    event.kind === 'connecting' && 'code' in event.error && event.error.code === 'KBC_LOGIN'
      ? [event.error.message]
      : [],
  );
}

describe('a login that is refused', () => {
  test.each(['plain', 'scram-sha-512'] as const)(
    '%s: says whose and what to check, without the password, and goes on when it is mended',
    async (mechanism) => {
      let password = 'wrong-one';
      const topic = `mended-${mechanism}`;
      const admin = createTopicAdmin({ brokers: kafka.bootstrap });
      await admin.createTopic(topic, 1);
      const sasl: KafkaSasl = { mechanism, username: 'alice', password: () => password };
      const member = new Member(kafka.saslBootstrap, { topics: [topic], sasl });
      await until('the reason', () => refusals(member).length > 0);
      expect(refusals(member)[0]).toContain(`${mechanism.toUpperCase()} as alice`);
      expect(refusals(member)[0]).toContain('check user name, password and mechanism');
      expect(JSON.stringify(member.events)).not.toContain('wrong-one');
      password = 'a-secret';
      await member.joined();
      const refused = createTopicAdmin({
        brokers: kafka.saslBootstrap,
        sasl: { mechanism, username: 'alice', password: 'wrong-one' },
      });
      await expect(refused.bounds(topic)).rejects.toMatchObject({
        code: 'KBC_ADMIN_FAILED',
        message: expect.stringContaining('check user name, password'),
      });
      await Promise.all([member.leave(), admin.close(), refused.close()]);
    },
    60_000,
  );

  test('a token that has expired, and a provider that fails: told, and it goes on with a good one', async () => {
    let give: () => Promise<{ value: string }> = async () => ({ value: unsecuredToken('alice', -3600) });
    const admin = createTopicAdmin({ brokers: kafka.bootstrap });
    await admin.createTopic('tokens', 1);
    const member = new Member(kafka.saslBootstrap, {
      topics: ['tokens'],
      sasl: { mechanism: 'oauthbearer', token: () => give() },
    });
    await until('the refusal', () => refusals(member).some((message) => /invalid_token/.test(message)));
    give = () => Promise.reject(new Error('no network'));
    await until('the failure', () =>
      member.events.some(
        (event) =>
          event.kind === 'connecting' && /token provider failed: no network/.test(event.error.message),
      ),
    );
    give = async () => ({ value: unsecuredToken('alice') });
    await member.joined();
    await Promise.all([member.leave(), admin.close()]);
  }, 60_000);

  test('no login where one is wanted: it says what may be missing', async () => {
    const member = new Member(kafka.saslBootstrap, { topics: ['tokens'] });
    await until('the reason', () =>
      member.events.some(
        (event) => event.kind === 'connecting' && /a login \(SASL\)/.test(event.error.message),
      ),
    );
    await member.leave();
  }, 60_000);
});

test('a topic that this login may see and not write to is told as such', async () => {
  const kafkajs = new Kafka({ brokers: [...kafka.bootstrap], logLevel: logLevel.NOTHING }).admin();
  await kafkajs.createTopics({ topics: [{ topic: 'read-only', numPartitions: 1 }], waitForLeaders: true });
  await kafkajs.createAcls({
    acl: [
      {
        resourceType: AclResourceTypes.TOPIC,
        resourceName: 'read-only',
        resourcePatternType: ResourcePatternTypes.LITERAL,
        principal: 'User:alice',
        host: '*',
        operation: AclOperationTypes.READ,
        permissionType: AclPermissionTypes.ALLOW,
      },
    ],
  });
  await kafkajs.disconnect();
  const sasl: KafkaSasl = { mechanism: 'plain', username: 'alice', password: 'a-secret' };
  await until('the right to be in force', async () => {
    return (await probeTopic({ brokers: kafka.saslBootstrap, sasl }, 'read-only')) === 'denied';
  });
  expect(await probeTopic({ brokers: kafka.bootstrap }, 'read-only')).toBe('writable');
}, 60_000);

test('a session that expires is renewed while records flow: nothing is repeated, no rejoin', async () => {
  const admin = createTopicAdmin({ brokers: kafka.bootstrap });
  await admin.createTopic('renewed', 1);
  const producer = createRecordProducer({ brokers: kafka.bootstrap });
  let tokens = 0;
  const member = new Member(kafka.saslBootstrap, {
    topics: ['renewed'],
    sasl: {
      mechanism: 'oauthbearer',
      token: async () => {
        tokens++;
        return { value: unsecuredToken('alice') };
      },
    },
  });
  await member.joined();
  const first = tokens;
  const since = Date.now();
  let written = 0;
  await until(
    'more than a session to have passed',
    async () => {
      await producer.send('renewed', [{ value: String(written++) }]);
      return Date.now() - since > 13_000;
    },
    20_000,
  );
  await member.has(written);
  expect(member.seen.get(0)).toEqual(Array.from({ length: written }, (_, i) => String(i)));
  expect(tokens).toBeGreaterThan(first + 2);
  expect(member.warnings()).toEqual([]);
  expect(member.joins()).toHaveLength(1);
  await Promise.all([member.leave(), admin.close(), producer.close()]);
}, 60_000);
