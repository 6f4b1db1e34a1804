import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  testCaCertificate,
  testClientCertificate,
  testClientKey,
  testServerCertificate,
  testServerKey,
} from '@kafka-splunk/hec-receiver/test-certificates';
import { type LocalKafka, startKafka } from '@kafka-splunk/local-kafka';
import { createTopicAdmin } from '../../src/admin.js';
import { createRecordProducer } from '../../src/producer.js';
import { until } from '../until.js';
import { allLeave, Member } from './members.js';

let kafka: LocalKafka;

beforeAll(async () => {
  const tls = {
    cert: testServerCertificate,
    key: testServerKey,
    ca: testCaCertificate,
    clientAuth: 'required' as const,
  };
  kafka = await startKafka({ initialRebalanceDelayMs: 0, listeners: { tls } });
}, 60_000);

afterAll(async () => {
  await allLeave();
  await kafka.stop();
}, 60_000);

test('TLS both ways; with the wrong authority it says why and keeps trying', async () => {
  const brokers = kafka.tlsBootstrap;
  const tls = { ca: testCaCertificate, cert: testClientCertificate, key: testClientKey };
  const admin = createTopicAdmin({ brokers, tls });
  await admin.createTopic('t', 1);
  const producer = createRecordProducer({ brokers, tls });
  await producer.send('t', [{ value: 'over TLS' }]);
  const member = new Member(brokers, { topics: ['t'], tls });
  await member.has(1);
  expect(member.seen.get(0)).toEqual(['over TLS']);

  const distrustful = new Member(brokers, { topics: ['t'], tls: true });
  await until('the reason', () =>
    distrustful.events.some(
      (event) => event.kind === 'connecting' && /certificate/.test(event.error.message),
    ),
  );
  await Promise.all([member.leave(), distrustful.leave(), admin.close(), producer.close()]);
}, 60_000);
