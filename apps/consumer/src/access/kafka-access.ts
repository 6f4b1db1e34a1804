import {
  type Config,
  type KafkaLogin,
  type TlsFiles,
  type TlsWatchOptions,
  tlsInForce,
} from '@kafka-splunk/config';
import {
  type BrokerOptions,
  clientCredentials,
  type KafkaSasl,
  type KafkaTls,
} from '@kafka-splunk/kafka-balanced-consumer';
import { presentFields } from '../worker/present-fields.js';
import { secretInForce } from './secret-in-force.js';

/**
 * How the program reaches the brokers: the same for a worker, for the supervisor and for every command.
 *
 * @param watch - told when renewed certificates are taken, or cannot be used
 */
export function kafkaAccess({ brokers, tls, sasl }: Config['kafka'], watch?: TlsWatchOptions): BrokerOptions {
  return presentFields({
    brokers,
    clientId: 'kafka-splunk-consumer',
    tls: tls && mapped(tlsInForce(tls, watch), pem),
    sasl: sasl && kafkaLogin(sasl),
  });
}

/** What a function gives, in another form: the same object as long as it gives the same. */
export function mapped<A extends object, B>(source: () => A, change: (value: A) => B): () => B {
  let from: A | undefined;
  let to: B | undefined;
  return () => {
    const now = source();
    if (to === undefined || now !== from) {
      from = now;
      to = change(now);
    }
    return to;
  };
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
