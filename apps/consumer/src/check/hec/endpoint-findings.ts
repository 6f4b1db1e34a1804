import type { ProbeAnswer, ProbeFault } from '@kafka-splunk/hec-client/probe';
import { grouped } from '../../grouped.js';
import type { CheckCode } from '../check-codes.js';
import { type Finding, failed, ok, warning } from '../finding.js';
import { milliseconds } from '../words.js';
import { answerWords } from './answer-words.js';

const CODES: Readonly<Record<ProbeFault, CheckCode>> = {
  'unknown-host': 'CHECK_HEC_HOST',
  refused: 'CHECK_HEC_REFUSED',
  unreachable: 'CHECK_HEC_UNREACHABLE',
  timeout: 'CHECK_HEC_TIMEOUT',
  'wants-tls': 'CHECK_HEC_WANTS_TLS',
  'speaks-no-tls': 'CHECK_HEC_NO_TLS',
  'untrusted-certificate': 'CHECK_HEC_CA',
  'other-name': 'CHECK_HEC_NAME',
  'expired-certificate': 'CHECK_HEC_EXPIRED',
  'wants-client-certificate': 'CHECK_HEC_CLIENT_CERTIFICATE',
  'tls-failed': 'CHECK_HEC_TLS',
  'no-answer': 'CHECK_HEC_SILENT',
  'no-token': 'CHECK_HEC_TOKEN_UNREAD',
};

const WORDS: Readonly<Record<ProbeFault, string>> = {
  'unknown-host': 'the name has no address',
  refused: 'nobody listens there',
  unreachable: 'cannot be reached',
  timeout: 'does not answer',
  'wants-tls': 'speaks HTTPS, and the config says HTTP',
  'speaks-no-tls': 'speaks HTTP, and the config says HTTPS',
  'untrusted-certificate': 'its certificate is signed by an authority that is not trusted',
  'other-name': 'its certificate is for another name',
  'expired-certificate': 'its certificate is not valid now',
  'wants-client-certificate': 'wants a client certificate, or another one',
  'tls-failed': 'the TLS handshake fails',
  'no-answer': 'takes the connection, and answers nothing that is HTTP',
  'no-token': 'the token cannot be read',
};

type Fault = Extract<ProbeAnswer, { kind: 'fault' }>;

/** What a question that got no answer says. */
export function faultFinding(check: Finding['check'], subject: string, { fault, text }: Fault): Finding {
  return failed(check, subject, CODES[fault], `${WORDS[fault]} (${text})`);
}

/** Whether HEC is there at all: any answer that is HEC's own will do. */
export function endpointFinding(endpoint: string, answer: ProbeAnswer): Finding {
  if (answer.kind === 'fault') return faultFinding('hec.endpoint', endpoint, answer);
  if (answer.code !== undefined) return ok('hec.endpoint', endpoint, `answers in ${milliseconds(answer.ms)}`);
  const gateway = answer.status >= 500;
  const code: CheckCode = gateway ? 'CHECK_HEC_GATEWAY' : 'CHECK_HEC_OTHER';
  return failed('hec.endpoint', endpoint, code, `${answerWords(answer)}, which is no answer of HEC`);
}

/** Whether it could take events. */
export function healthFinding(endpoint: string, answer: ProbeAnswer): Finding {
  if (answer.kind === 'fault') return faultFinding('hec.health', endpoint, answer);
  const found = answerWords(answer);
  switch (answer.code) {
    case 17:
      return ok('hec.health', endpoint, found);
    case 24:
    case 25:
      return warning('hec.health', endpoint, 'CHECK_HEC_NEARLY_FULL', found);
    case 9:
    case 18:
    case 20:
    case 26:
      return failed('hec.health', endpoint, 'CHECK_HEC_QUEUES', found);
    default:
      return failed('hec.health', endpoint, 'CHECK_HEC_UNHEALTHY', found);
  }
}

/** Less is the way, and NTP's business. */
const CLOCK_MS = 30_000;

/** Whether the clocks agree; undefined where the endpoint does not tell its time. */
export function clockFinding(endpoint: string, answer: ProbeAnswer): Finding | undefined {
  if (answer.kind === 'fault' || answer.clockAheadMs === undefined) return undefined;
  const { clockAheadMs } = answer;
  const seconds = Math.round(Math.abs(clockAheadMs) / 1000);
  if (seconds === 0) return ok('hec.clock', endpoint, 'as ours, to the second');
  const found = `${grouped(seconds)} s ${clockAheadMs > 0 ? 'ahead of' : 'behind'} this machine`;
  return Math.abs(clockAheadMs) < CLOCK_MS
    ? ok('hec.clock', endpoint, found)
    : warning('hec.clock', endpoint, 'CHECK_HEC_CLOCK', found);
}
