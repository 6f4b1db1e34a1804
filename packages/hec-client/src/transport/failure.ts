import type { FailedRequest } from './answer.js';

// The connection never stood, so nothing can have arrived.
const NOT_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'EADDRNOTAVAIL',
  'EAI_AGAIN',
  'ENOTFOUND',
  'UND_ERR_CONNECT_TIMEOUT',
]);

// OpenSSL's names for certificates that do not hold, and Node's own.
const CERTIFICATE =
  /^(ERR_TLS_|ERR_SSL_|CERT_|CRL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_|HOSTNAME_MISMATCH|ERR_OSSL_)/;

/**
 * Puts what a request threw into words. Told by `code`, never by class: errors of Node cross realms, and several
 * versions of undici can be about.
 */
export function describeFailure(error: unknown): FailedRequest {
  const { code, message } = firstOf(error);
  const config = code === 'ENOTFOUND' || CERTIFICATE.test(code) || code === 'UND_ERR_INVALID_ARG';
  const ambiguous = !config && !NOT_CONNECTED.has(code);
  const text = message.includes(code) ? message : `${code} ${message}`.trim();
  return {
    kind: 'failed',
    ...(code === '' ? {} : { code }),
    text: text || 'the request failed',
    ambiguous,
    config,
  };
}

/** A host with several addresses fails with a list of errors and no words of its own. */
function firstOf(error: unknown): { code: string; message: string } {
  if (typeof error !== 'object' || error === null) return { code: '', message: String(error) };
  const { code, message, errors, cause } = error as Record<string, unknown>;
  if (Array.isArray(errors) && errors.length > 0) return firstOf(errors[0]);
  if (code === undefined && typeof cause === 'object' && cause !== null) return firstOf(cause);
  return { code: typeof code === 'string' ? code : '', message: typeof message === 'string' ? message : '' };
}
