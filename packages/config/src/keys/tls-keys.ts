// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the text speaks of ${NAME} in configuration files
import { anything, path } from '../kinds/basic-kinds.js';
import type { Key } from './key.js';

/** The keys that `kafka.ssl` and `hec.tls` share. */
export interface TlsKeys {
  readonly cafile: Key<string>;
  readonly certfile: Key<string>;
  readonly keyfile: Key<string>;
  readonly password: Key<string>;
  readonly passwordFile: Key<string>;
}

/**
 * @param section - `kafka.ssl` or `hec.tls`
 * @param since - who brought the section; `password_file` is new in both
 */
export function tlsKeys(section: string, since: 'original' | 'new'): TlsKeys {
  return {
    cafile: {
      path: `${section}.cafile`,
      kind: path,
      since,
      absent: "Node's own list",
      example: '/etc/ssl/kafka-splunk/ca.pem',
      says: 'PEM file with the certificate authorities to trust. Changed files are taken for new connections, without a restart.',
    },
    certfile: {
      path: `${section}.certfile`,
      kind: path,
      since,
      absent: 'none',
      example: '/etc/ssl/kafka-splunk/client.pem',
      says: 'PEM file with the client certificate and, behind it, its intermediate ones.',
    },
    keyfile: {
      path: `${section}.keyfile`,
      kind: path,
      since,
      absent: 'the key in `certfile`, if it has one',
      example: '/etc/ssl/kafka-splunk/client.key',
      says: 'PEM file with the private key of the client certificate.',
    },
    password: {
      path: `${section}.password`,
      kind: anything,
      since,
      secret: true,
      absent: 'none',
      example: '${TLS_KEY_PASSWORD}',
      says: 'Password of an encrypted private key. Better kept out of the file: `password_file` or `${NAME}`.',
    },
    passwordFile: {
      path: `${section}.password_file`,
      kind: path,
      since: 'new',
      absent: 'none',
      example: '/run/secrets/tls-key-password',
      says: 'File that holds the password; white space around it is cut off. Not beside `password`.',
    },
  };
}
