import type { Config, KafkaLogin, TlsFiles } from '@kafka-splunk/config';
import {
  type BrokerOptions,
  clientCredentials,
  type KafkaSasl,
  type KafkaTls,
} from '@kafka-splunk/kafka-balanced-consumer';
import { presentFields } from '../worker/present-fields.js';
import { secretInForce } from './secret-in-force.js';

/** How the program reaches the brokers: the same for a worker, for the supervisor and for every command. */
export function kafkaAccess({ brokers, tls, sasl }: Config['kafka']): BrokerOptions {
  return presentFields({
    brokers,
    clientId: 'kafka-splunk-consumer',
    tls: tls && pem(tls),
    sasl: sasl && kafkaLogin(sasl),
  });
}

/** PEM texts in the form that both libraries take. */
export function pem({ ca, cert, key, passphrase }: TlsFiles): KafkaTls {
  return presentFields({ ca, cert, key, passphrase: passphrase?.reveal() });
}

/** Passwords are handed over as functions: they lie in no options, and one that was replaced in its file is taken. */
function kafkaLogin(login: KafkaLogin): KafkaSasl {
  switch (login.mechanism) {
    case 'aws-msk-iam':
      return login;
    case 'oauthbearer': {
      const { tokenUrl, clientId, clientSecret, clientSecretFile, scope } = login;
      const secret = secretInForce(clientSecret, clientSecretFile);
      const token = clientCredentials(presentFields({ tokenUrl, clientId, clientSecret: secret, scope }));
      return { mechanism: 'oauthbearer', token };
    }
    default: {
      const { mechanism, username, password, passwordFile } = login;
      return { mechanism, username, password: secretInForce(password, passwordFile) };
    }
  }
}
