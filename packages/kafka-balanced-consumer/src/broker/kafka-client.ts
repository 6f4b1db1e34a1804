import { type ISocketFactory, Kafka, logLevel, type RetryOptions } from 'kafkajs';
import { type BrokerOptions, DEFAULT_CLIENT_ID, type KafkaTls } from '../options.js';
import { type ClientLogListener, clientLog } from './client-log.js';
import { kafkajsLogin } from './login.js';

// kafkajs tells users of version 1 about another default of its producer; ours never had the old one.
process.env.KAFKAJS_NO_PARTITIONER_WARNING ??= '1';

/**
 * Makes a kafkajs client.
 *
 * @param socketFactory - makes its sockets; kafkajs's own where it is left out
 */
export function kafkaClient(
  options: BrokerOptions,
  log: ClientLogListener,
  retry: RetryOptions,
  socketFactory?: ISocketFactory,
): Kafka {
  const { tls, sasl } = options;
  return new Kafka({
    brokers: [...options.brokers],
    clientId: options.clientId ?? DEFAULT_CLIENT_ID,
    connectionTimeout: 5000,
    requestTimeout: 30_000,
    ...(socketFactory === undefined ? {} : { socketFactory }),
    ...(tls === undefined || tls === false ? {} : { ssl: tls === true ? true : tlsInForce(tls) }),
    ...(sasl === undefined ? {} : { sasl: kafkajsLogin(sasl) }),
    logLevel: logLevel.WARN,
    logCreator: clientLog(log),
    // All fields are given: under NODE_ENV=test kafkajs would take others of its own.
    retry: { factor: 0.2, multiplier: 2, initialRetryTime: 100, maxRetryTime: 1000, ...retry },
  });
}

/** Both kafkajs and our own sockets copy these fields for each connection, and so take what is in force then. */
function tlsInForce(tls: KafkaTls | (() => KafkaTls)): KafkaTls {
  if (typeof tls !== 'function') return { ...tls };
  const field = (name: keyof KafkaTls) => ({ enumerable: true, get: () => tls()[name] });
  return Object.defineProperties(
    {},
    { ca: field('ca'), cert: field('cert'), key: field('key'), passphrase: field('passphrase') },
  );
}
