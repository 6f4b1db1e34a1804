import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';

const CERTIFICATES =
  /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[\s\S]*?-----END (?:TRUSTED |X509 )?CERTIFICATE-----/g;
const PRIVATE_KEY = /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----/;

/** Why a text is no PEM with certificates; undefined where it is one. */
export function certificateFault(pem: string): string | undefined {
  const blocks = pem.match(CERTIFICATES) ?? [];
  if (blocks.length === 0) return 'it is not PEM, or holds no certificate ("-----BEGIN CERTIFICATE-----")';
  const broken = blocks.findIndex((block) => certificate(block) === undefined);
  return broken < 0 ? undefined : `certificate ${broken + 1} of ${blocks.length} in it is broken`;
}

/** True where the text holds a private key. */
export function hasPrivateKey(pem: string): boolean {
  return PRIVATE_KEY.test(pem);
}

/** Why a text is no PEM with a private key that this password opens; undefined where it is one. */
export function privateKeyFault(pem: string, passphrase: string | undefined): string | undefined {
  if (!hasPrivateKey(pem)) return 'it is not PEM, or holds no private key ("-----BEGIN PRIVATE KEY-----")';
  if (privateKey(pem, passphrase) !== undefined) return undefined;
  const encrypted = /ENCRYPTED/.test(pem);
  if (!encrypted) return 'the private key in it is broken';
  return passphrase === undefined
    ? 'the private key in it is encrypted; give its password with password or password_file'
    : 'the private key in it is encrypted, and the password does not open it';
}

/** Why certificate and key do not go together; undefined where they do. Both have been found good alone. */
export function pairFault(cert: string, key: string, passphrase: string | undefined): string | undefined {
  const first = certificate(cert.match(CERTIFICATES)?.[0] ?? '');
  const secret = privateKey(key, passphrase);
  if (first === undefined || secret === undefined || first.checkPrivateKey(secret)) return undefined;
  return 'the private key does not belong to the certificate in certfile (the first one there)';
}

function certificate(block: string): X509Certificate | undefined {
  try {
    return new X509Certificate(block);
  } catch {
    return undefined;
  }
}

function privateKey(pem: string, passphrase: string | undefined): KeyObject | undefined {
  try {
    return createPrivateKey({ key: pem, format: 'pem', ...(passphrase === undefined ? {} : { passphrase }) });
  } catch {
    return undefined;
  }
}
