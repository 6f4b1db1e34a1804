import type { FailedRequest } from '../transport/answer.js';
import type { ProbeFault } from './probe-answer.js';

const BY_CODE: Readonly<Record<string, ProbeFault>> = {
  TOKEN: 'no-token',
  TIMEOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  ETIMEDOUT: 'timeout',
  ENOTFOUND: 'unknown-host',
  ECONNREFUSED: 'refused',
  EAI_AGAIN: 'unreachable',
  ENETUNREACH: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  CERT_HAS_EXPIRED: 'expired-certificate',
  CERT_NOT_YET_VALID: 'expired-certificate',
  ERR_TLS_CERT_ALTNAME_INVALID: 'other-name',
  HOSTNAME_MISMATCH: 'other-name',
};

const UNTRUSTED = /^(SELF_SIGNED_|DEPTH_ZERO_|UNABLE_TO_|CERT_|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_)/;
const CLIENT_CERTIFICATE =
  /ALERT_(CERTIFICATE_|BAD_CERTIFICATE|UNKNOWN_CA|UNSUPPORTED_CERTIFICATE|ACCESS_DENIED)/;
const TLS = /^(ERR_SSL_|ERR_TLS_|ERR_OSSL_|EPROTO$)/;

/** What a request without an answer says, as far as it alone can tell. */
export function probeFault({ code = '' }: Pick<FailedRequest, 'code'>): ProbeFault {
  const known = BY_CODE[code];
  if (known !== undefined) return known;
  if (CLIENT_CERTIFICATE.test(code)) return 'wants-client-certificate';
  if (UNTRUSTED.test(code)) return 'untrusted-certificate';
  return TLS.test(code) ? 'tls-failed' : 'no-answer';
}
