import type { LocalKafkaOptions } from './options.js';

/** The ports of one broker. */
export interface BrokerPorts {
  readonly plain: number;
  readonly controller: number;
  readonly tls: number;
}

/** PEM on one line, as a properties file wants it. */
function onOneLine(pem: string): string {
  return pem.trim().replaceAll('\r', '').replaceAll('\n', '\\n');
}

/** The text of `server.properties` for broker `id` (from 1) of a cluster on these ports. */
export function serverProperties(
  id: number,
  ports: readonly BrokerPorts[],
  logs: string,
  options: LocalKafkaOptions,
): string {
  const own = ports[id - 1] as BrokerPorts;
  const copies = String(Math.min(3, ports.length));
  const tls = options.listeners?.tls;
  const listeners = [`PLAINTEXT://127.0.0.1:${own.plain}`, ...(tls ? [`SSL://127.0.0.1:${own.tls}`] : [])];
  const lines: Record<string, string> = {
    'process.roles': 'broker,controller',
    'node.id': String(id),
    'controller.quorum.voters': ports
      .map((port, index) => `${index + 1}@127.0.0.1:${port.controller}`)
      .join(','),
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SSL:SSL',
    listeners: [...listeners, `CONTROLLER://127.0.0.1:${own.controller}`].join(','),
    'advertised.listeners': listeners.join(','),
    'inter.broker.listener.name': 'PLAINTEXT',
    'log.dirs': logs,
    'auto.create.topics.enable': 'false',
    'offsets.topic.replication.factor': copies,
    'offsets.topic.num.partitions': '10',
    'transaction.state.log.replication.factor': copies,
    'transaction.state.log.min.isr': '1',
    'transaction.state.log.num.partitions': '5',
    'share.coordinator.state.topic.replication.factor': copies,
    'share.coordinator.state.topic.min.isr': '1',
    'group.initial.rebalance.delay.ms': String(options.initialRebalanceDelayMs ?? 3000),
    // Tests shorten the session far below what a production broker allows.
    'group.min.session.timeout.ms': '1000',
    // A killed broker may register again only when its old session is over: 9 s by default.
    'broker.session.timeout.ms': '4000',
    'broker.heartbeat.interval.ms': '500',
    'num.network.threads': '2',
    'num.io.threads': '4',
    'log.cleaner.enable': 'true',
    'log.cleaner.dedupe.buffer.size': String(2 * 1024 * 1024),
    'controlled.shutdown.enable': 'false',
  };
  if (tls) {
    Object.assign(lines, {
      'listener.name.ssl.ssl.keystore.type': 'PEM',
      'listener.name.ssl.ssl.keystore.certificate.chain': onOneLine(tls.cert),
      'listener.name.ssl.ssl.keystore.key': onOneLine(tls.key),
      'listener.name.ssl.ssl.truststore.type': 'PEM',
      'listener.name.ssl.ssl.truststore.certificates': onOneLine(tls.ca),
      'listener.name.ssl.ssl.client.auth': tls.clientAuth ?? 'none',
    });
  }
  Object.assign(lines, options.properties);
  return `${Object.entries(lines)
    .map(([key, value]) => `${key}=${value}`)
    .join('\n')}\n`;
}
