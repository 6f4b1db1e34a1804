import type { Values } from '../check/values.js';
import type { KafkaLogin } from '../config.js';
import type { Key } from '../keys/key.js';
import * as sasl from '../keys/sasl-keys.js';
import { anything } from '../kinds/basic-kinds.js';
import type { ProblemList } from '../problems/problem-list.js';
import { Secret } from '../secret.js';
import type { ReadFile } from './read-bounded.js';
import { readSecretFile } from './read-secret-file.js';

/** The login, with its secrets read. Undefined without one, and where something is missing, which has been told. */
export function readSasl(values: Values, readFile: ReadFile, problems: ProblemList): KafkaLogin | undefined {
  const secretOf = (key: Key<string>, fileKey: Key<string>): Secret | undefined => {
    const given = values.given(key);
    if (given !== undefined) return new Secret(given.value);
    const file = values.given(fileKey);
    return file && readSecretFile(file, anything, readFile, problems);
  };
  const mechanism = values.value(sasl.mechanism);
  switch (mechanism) {
    case undefined:
      return undefined;
    case 'oauthbearer': {
      const tokenUrl = values.value(sasl.tokenUrl);
      const clientId = values.value(sasl.clientId);
      const clientSecret = secretOf(sasl.clientSecret, sasl.clientSecretFile);
      if (tokenUrl === undefined || clientId === undefined || clientSecret === undefined) return undefined;
      const clientSecretFile = values.value(sasl.clientSecretFile);
      const scope = values.value(sasl.scope);
      return {
        mechanism,
        tokenUrl,
        clientId,
        clientSecret,
        ...(clientSecretFile === undefined ? {} : { clientSecretFile }),
        ...(scope === undefined ? {} : { scope }),
      };
    }
    case 'aws-msk-iam': {
      const region = values.value(sasl.awsRegion);
      return region === undefined ? undefined : { mechanism, region };
    }
    default: {
      const username = values.value(sasl.username);
      const password = secretOf(sasl.password, sasl.passwordFile);
      if (username === undefined || password === undefined) return undefined;
      const passwordFile = values.value(sasl.passwordFile);
      return { mechanism, username, password, ...(passwordFile === undefined ? {} : { passwordFile }) };
    }
  }
}
