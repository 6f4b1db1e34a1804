import type { AnyKey } from '../keys/key.js';
import * as sasl from '../keys/sasl-keys.js';
import type { ProblemList } from '../problems/problem-list.js';
import { exclusive, need } from './cross-checks.js';
import type { Values } from './values.js';

const PASSWORD_KEYS: readonly AnyKey[] = [sasl.username, sasl.password, sasl.passwordFile];
const OAUTH_KEYS: readonly AnyKey[] = [
  sasl.tokenUrl,
  sasl.clientId,
  sasl.clientSecret,
  sasl.clientSecretFile,
  sasl.scope,
];
const AWS_KEYS: readonly AnyKey[] = [sasl.awsRegion];
const ALL: readonly AnyKey[] = [...PASSWORD_KEYS, ...OAUTH_KEYS, ...AWS_KEYS];

/** Every login has what its mechanism needs, and nothing that belongs to another one. */
export function checkSasl(values: Values, problems: ProblemList): void {
  if (values.mentioned('kafka.sasl') === undefined) return;
  exclusive(values, problems, sasl.password, sasl.passwordFile);
  exclusive(values, problems, sasl.clientSecret, sasl.clientSecretFile);
  need(values, problems, sasl.mechanism);
  const mechanism = values.value(sasl.mechanism);
  if (mechanism === undefined) return;
  const own = ownKeys(mechanism);
  for (const key of ALL) if (!own.includes(key)) foreign(values, problems, key, mechanism);
  switch (mechanism) {
    case 'oauthbearer':
      if (values.mentioned('kafka.sasl.oauth') === undefined) {
        need(values, problems, sasl.tokenUrl, 'the section oauth with this key');
        return;
      }
      need(values, problems, sasl.tokenUrl);
      need(values, problems, sasl.clientId);
      if (values.mentioned(sasl.clientSecretFile.path) === undefined)
        need(values, problems, sasl.clientSecret, 'this key (or client_secret_file)');
      return;
    case 'aws-msk-iam':
      need(values, problems, sasl.awsRegion);
      return;
    default:
      need(values, problems, sasl.username);
      if (values.mentioned(sasl.passwordFile.path) === undefined)
        need(values, problems, sasl.password, 'this key (or password_file)');
  }
}

function ownKeys(mechanism: sasl.SaslMechanism): readonly AnyKey[] {
  if (mechanism === 'oauthbearer') return OAUTH_KEYS;
  return mechanism === 'aws-msk-iam' ? AWS_KEYS : PASSWORD_KEYS;
}

function foreign(values: Values, problems: ProblemList, key: AnyKey, mechanism: string): void {
  const place = values.mentioned(key.path);
  if (place === undefined) return;
  const text = `has no meaning with the mechanism ${mechanism}; remove one of them`;
  problems.add({ place, key: key.path, reason: 'conflict', text });
}
