// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the text speaks of ${NAME} in configuration files
import { anything, oneOf, path, text } from '../kinds/basic-kinds.js';
import { tokenUrl as tokenUrlKind } from '../kinds/network-kinds.js';
import type { Key } from './key.js';

/** Ways to log in to the brokers. */
export type SaslMechanism = 'plain' | 'scram-sha-256' | 'scram-sha-512' | 'oauthbearer' | 'aws-msk-iam';

/** The way to log in. */
export const mechanism: Key<SaslMechanism> = {
  path: 'kafka.sasl.mechanism',
  kind: oneOf('plain', 'scram-sha-256', 'scram-sha-512', 'oauthbearer', 'aws-msk-iam'),
  since: 'new',
  absent: 'no login',
  example: 'scram-sha-512',
  says:
    'How to log in. `plain` sends the password as it is: use it with `kafka.ssl`. `oauthbearer` gets its tokens as ' +
    '`oauth` says. `aws-msk-iam` uses the AWS identity of the process and needs the package ' +
    '`aws-msk-iam-sasl-signer-js` installed beside the program.',
};

/** The user. */
export const username: Key<string> = {
  path: 'kafka.sasl.username',
  kind: text,
  since: 'new',
  absent: 'needed by `plain` and `scram`',
  example: 'splunk-forwarder',
  says: 'User name, for `plain` and `scram`.',
};

/** Its password. */
export const password: Key<string> = {
  path: 'kafka.sasl.password',
  kind: anything,
  since: 'new',
  secret: true,
  absent: 'this or `password_file` is needed by `plain` and `scram`',
  example: '${KAFKA_PASSWORD}',
  says: 'Password of the user. Better kept out of the file: `password_file` or `${NAME}`.',
};

/** The file that holds it. */
export const passwordFile: Key<string> = {
  path: 'kafka.sasl.password_file',
  kind: path,
  since: 'new',
  absent: 'none',
  example: '/run/secrets/kafka-password',
  says:
    'File that holds the password; white space around it is cut off. It is read again at each login, so a new ' +
    'password needs no restart. Not beside `password`.',
};

/** The region of the cluster. */
export const awsRegion: Key<string> = {
  path: 'kafka.sasl.aws_region',
  kind: text,
  since: 'new',
  absent: 'needed by `aws-msk-iam`',
  example: 'eu-central-1',
  says: 'AWS region of the cluster, for `aws-msk-iam`.',
};

/** Where tokens come from. */
export const tokenUrl: Key<string> = {
  path: 'kafka.sasl.oauth.token_url',
  kind: tokenUrlKind,
  since: 'new',
  absent: 'needed by `oauthbearer`',
  example: 'https://login.example.com/oauth2/token',
  says: 'Token endpoint of the OAuth server. The grant is `client_credentials`.',
};

/** The client. */
export const clientId: Key<string> = {
  path: 'kafka.sasl.oauth.client_id',
  kind: text,
  since: 'new',
  absent: 'needed by `oauthbearer`',
  example: 'splunk-forwarder',
  says: 'Name of this client at the OAuth server.',
};

/** Its secret. */
export const clientSecret: Key<string> = {
  path: 'kafka.sasl.oauth.client_secret',
  kind: anything,
  since: 'new',
  secret: true,
  absent: 'this or `client_secret_file` is needed by `oauthbearer`',
  example: '${OAUTH_CLIENT_SECRET}',
  says: 'Secret of this client. Better kept out of the file: `client_secret_file` or `${NAME}`.',
};

/** The file that holds it. */
export const clientSecretFile: Key<string> = {
  path: 'kafka.sasl.oauth.client_secret_file',
  kind: path,
  since: 'new',
  absent: 'none',
  example: '/run/secrets/oauth-client-secret',
  says:
    'File that holds the secret; white space around it is cut off. It is read again for each token. Not beside ' +
    '`client_secret`.',
};

/** What the token is to allow. */
export const scope: Key<string> = {
  path: 'kafka.sasl.oauth.scope',
  kind: text,
  since: 'new',
  absent: "the server's own",
  example: 'kafka.read',
  says: 'Scope to ask for, several parted by spaces.',
};
