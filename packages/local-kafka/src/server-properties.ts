import { type BrokerPorts, listenersOf, securityProperties } from './listeners.js';
import type { LocalKafkaOptions } from './options.js';

/** The text of `server.properties` for broker `id` (from 1) of a cluster on these ports. */
export function serverProperties(
  id: number,
  ports: readonly BrokerPorts[],
  logs: string,
  options: LocalKafkaOptions,
): string {
  const own = ports[id - 1] as BrokerPorts;
  const copies = String(Math.min(3, ports.length));
  const all = listenersOf(own, options);
  const listeners = all.map(({ name, port }) => `${name}://127.0.0.1:${port}`);
  const lines: Record<string, string> = {
    'process.roles': 'broker,controller',
    'node.id': String(id),
    'controller.quorum.voters': ports
      .map((port, index) => `${index + 1}@127.0.0.1:${port.controller}`)
      .join(','),
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': [
      'CONTROLLER:PLAINTEXT',
      ...all.map(({ name, protocol }) => `${name}:${protocol}`),
    ].join(','),
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
  for (const listener of all) Object.assign(lines, securityProperties(listener, options));
  if (options.superUsers !== undefined) {
    lines['authorizer.class.name'] = 'org.apache.kafka.metadata.authorizer.StandardAuthorizer';
    lines['super.users'] = ['ANONYMOUS', ...options.superUsers].map((user) => `User:${user}`).join(';');
  }
  Object.assign(lines, options.properties);
  return `${Object.entries(lines)
    .map(([key, value]) => `${key}=${value}`)
    .join('\n')}\n`;
}
