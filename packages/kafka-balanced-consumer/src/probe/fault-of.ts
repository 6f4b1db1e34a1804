import type { BrokerFault } from './broker-probe.js';
import type { LineError } from './line.js';

/** OpenSSL's and Node's names of what a certificate lacks. */
const CERTIFICATE: Readonly<Record<string, BrokerFault>> = {
  CERT_HAS_EXPIRED: 'expired-certificate',
  CERT_NOT_YET_VALID: 'expired-certificate',
  ERR_TLS_CERT_ALTNAME_INVALID: 'other-name',
  HOSTNAME_MISMATCH: 'other-name',
};

const UNTRUSTED =
  /^(SELF_SIGNED_|DEPTH_ZERO_|UNABLE_TO_|CERT_|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_)|^ERR_SSL_.*UNKNOWN_CA$/;

/**
 * Alerts that a server sends when it wants a certificate and gets none, or one that it does not take. With TLS 1.3 they
 * come after the client's handshake is done. Java says bad_certificate for one that is missing.
 */
const CLIENT_CERTIFICATE =
  /ALERT_(CERTIFICATE_REQUIRED|BAD_CERTIFICATE|CERTIFICATE_UNKNOWN|UNSUPPORTED_CERTIFICATE|CERTIFICATE_EXPIRED|CERTIFICATE_REVOKED|UNKNOWN_CA|ACCESS_DENIED)/;

/** What a conversation that broke off says about the way to the broker, as far as it alone can tell. */
export function faultOf({ stage, code, message }: LineError): BrokerFault {
  if (code === 'ENOTFOUND' || code === 'EAI_NONAME') return 'unknown-host';
  if (code === 'ECONNREFUSED') return 'refused';
  if (['EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH', 'EADDRNOTAVAIL'].includes(code)) return 'unreachable';
  if (code === 'TIMEOUT' || code === 'ETIMEDOUT') return stage === 'connect' ? 'timeout' : silenceAt(stage);
  if (stage === 'connect') return 'unreachable';
  if (CLIENT_CERTIFICATE.test(code) || /alert (bad certificate|certificate required)/i.test(message)) {
    return 'wants-client-certificate';
  }
  const certificate = CERTIFICATE[code];
  if (certificate !== undefined) return certificate;
  if (UNTRUSTED.test(code)) return 'untrusted-certificate';
  return stage === 'handshake' ? 'tls-failed' : 'not-kafka';
}

/** A port that takes the connection and says nothing waits for another protocol, as a TLS port does for a handshake. */
function silenceAt(stage: 'handshake' | 'talk'): BrokerFault {
  return stage === 'handshake' ? 'tls-failed' : 'not-kafka';
}
