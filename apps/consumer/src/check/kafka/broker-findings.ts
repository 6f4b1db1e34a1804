import type { BrokerFault, BrokerProbe } from '@kafka-splunk/kafka-balanced-consumer/admin';
import type { CheckCode } from '../check-codes.js';
import { type CheckId, type Finding, failed, ok, warning } from '../finding.js';
import { milliseconds } from '../words.js';

const CODES: Readonly<Record<BrokerFault, CheckCode>> = {
  'unknown-host': 'CHECK_KAFKA_HOST',
  refused: 'CHECK_KAFKA_REFUSED',
  unreachable: 'CHECK_KAFKA_UNREACHABLE',
  timeout: 'CHECK_KAFKA_TIMEOUT',
  'not-kafka': 'CHECK_KAFKA_OTHER',
  'wants-tls': 'CHECK_KAFKA_WANTS_TLS',
  'speaks-no-tls': 'CHECK_KAFKA_NO_TLS',
  'untrusted-certificate': 'CHECK_KAFKA_CA',
  'other-name': 'CHECK_KAFKA_NAME',
  'expired-certificate': 'CHECK_KAFKA_EXPIRED',
  'wants-client-certificate': 'CHECK_KAFKA_CLIENT_CERTIFICATE',
  'tls-failed': 'CHECK_KAFKA_TLS',
  'wants-login': 'CHECK_KAFKA_WANTS_LOGIN',
  'takes-no-login': 'CHECK_KAFKA_NO_LOGIN',
  'other-mechanism': 'CHECK_KAFKA_MECHANISM',
};

const WORDS: Readonly<Record<BrokerFault, string>> = {
  'unknown-host': 'the name has no address',
  refused: 'nobody listens there',
  unreachable: 'cannot be reached',
  timeout: 'does not answer',
  'not-kafka': 'something listens there, but it is not Kafka',
  'wants-tls': 'speaks TLS, and the config says plaintext',
  'speaks-no-tls': 'speaks plaintext, and the config says TLS',
  'untrusted-certificate': 'its certificate is signed by an authority that is not trusted',
  'other-name': 'its certificate is for another name',
  'expired-certificate': 'its certificate is not valid now',
  'wants-client-certificate': 'wants a client certificate, or another one',
  'tls-failed': 'the TLS handshake fails',
  'wants-login': 'wants a login, and the config has none',
  'takes-no-login': 'takes no login, and the config has one',
  'other-mechanism': 'does not take this mechanism of login',
};

const DAY_MS = 86_400_000;
const SOON_DAYS = 14;

/** What a probe of a broker says. */
export function brokerFinding(check: CheckId, broker: string, probe: BrokerProbe, nowMs: number): Finding {
  if (probe.kind === 'fault') {
    return failed(check, broker, CODES[probe.fault], `${WORDS[probe.fault]} (${probe.text})`);
  }
  const answered = `answers in ${milliseconds(probe.ms)}`;
  if (probe.tls === undefined) return ok(check, broker, `${answered}, without TLS`);
  const { protocol, certificateEndsAt } = probe.tls;
  const days = Math.floor((certificateEndsAt - nowMs) / DAY_MS);
  const until = new Date(certificateEndsAt).toISOString().slice(0, 10);
  const found = `${answered}, ${protocol}, certificate until ${until}`;
  if (days >= SOON_DAYS) return ok(check, broker, found);
  return warning(check, broker, 'CHECK_KAFKA_EXPIRES', `${found}: ${days} days`);
}
