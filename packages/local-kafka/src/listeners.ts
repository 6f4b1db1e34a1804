import type { LocalKafkaOptions, SaslListener, TlsListener } from './options.js';

/** The ports of one broker. */
export interface BrokerPorts {
  readonly plain: number;
  readonly controller: number;
  readonly tls: number;
  readonly sasl: number;
  readonly saslTls: number;
}

/** One listener of a broker: its name, the security protocol behind it, and its port. */
export interface Listener {
  readonly name: string;
  readonly protocol: 'PLAINTEXT' | 'SSL' | 'SASL_PLAINTEXT' | 'SASL_SSL';
  readonly port: number;
}

/** Mechanisms that a SASL listener takes, all at once. */
const MECHANISMS = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512', 'OAUTHBEARER'] as const;

/** The listeners of one broker, its controller's apart. */
export function listenersOf(ports: BrokerPorts, { listeners }: LocalKafkaOptions): Listener[] {
  const all: Listener[] = [{ name: 'PLAINTEXT', protocol: 'PLAINTEXT', port: ports.plain }];
  if (listeners?.tls) all.push({ name: 'SSL', protocol: 'SSL', port: ports.tls });
  if (listeners?.sasl) all.push({ name: 'SASL', protocol: 'SASL_PLAINTEXT', port: ports.sasl });
  if (listeners?.sasl && listeners.tls) {
    all.push({ name: 'SASLTLS', protocol: 'SASL_SSL', port: ports.saslTls });
  }
  return all;
}

/** The properties that one listener needs beside its address. */
export function securityProperties(
  { name, protocol }: Listener,
  { listeners }: LocalKafkaOptions,
): Record<string, string> {
  const prefix = `listener.name.${name.toLowerCase()}`;
  const { tls, sasl } = listeners ?? {};
  return {
    ...(tls && protocol.endsWith('SSL') ? tlsProperties(prefix, tls, protocol === 'SSL') : {}),
    ...(sasl && protocol.startsWith('SASL') ? saslProperties(prefix, sasl) : {}),
  };
}

function tlsProperties(prefix: string, tls: TlsListener, certificates: boolean): Record<string, string> {
  return {
    [`${prefix}.ssl.keystore.type`]: 'PEM',
    [`${prefix}.ssl.keystore.certificate.chain`]: onOneLine(tls.cert),
    [`${prefix}.ssl.keystore.key`]: onOneLine(tls.key),
    [`${prefix}.ssl.truststore.type`]: 'PEM',
    [`${prefix}.ssl.truststore.certificates`]: onOneLine(tls.ca),
    // Who logs in by SASL is known by that and shows no certificate.
    [`${prefix}.ssl.client.auth`]: certificates ? (tls.clientAuth ?? 'none') : 'none',
  };
}

function saslProperties(prefix: string, sasl: SaslListener): Record<string, string> {
  const users = Object.entries(sasl.users).map(([name, password]) => ` user_${name}="${password}"`);
  const login = 'org.apache.kafka.common.security';
  const lines: Record<string, string> = {
    [`${prefix}.sasl.enabled.mechanisms`]: MECHANISMS.join(','),
    [`${prefix}.plain.sasl.jaas.config`]: `${login}.plain.PlainLoginModule required${users.join('')};`,
    [`${prefix}.scram-sha-256.sasl.jaas.config`]: `${login}.scram.ScramLoginModule required;`,
    [`${prefix}.scram-sha-512.sasl.jaas.config`]: `${login}.scram.ScramLoginModule required;`,
    // Without a callback handler of its own Kafka takes unsigned tokens that name a subject and are not expired.
    [`${prefix}.oauthbearer.sasl.jaas.config`]: `${login}.oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub="broker";`,
  };
  if (sasl.reauthenticateAfterMs !== undefined) {
    lines[`${prefix}.oauthbearer.connections.max.reauth.ms`] = String(sasl.reauthenticateAfterMs);
  }
  return lines;
}

/** Arguments for `kafka-storage format` that create the users for both kinds of SCRAM. */
export function scramArguments({ listeners }: LocalKafkaOptions): string[] {
  return Object.entries(listeners?.sasl?.users ?? {}).flatMap(([name, password]) =>
    ['SCRAM-SHA-256', 'SCRAM-SHA-512'].flatMap((mechanism) => [
      '--add-scram',
      `${mechanism}=[name=${name},password=${password}]`,
    ]),
  );
}

/** PEM on one line, as a properties file wants it. */
function onOneLine(pem: string): string {
  return pem.trim().replaceAll('\r', '').replaceAll('\n', '\\n');
}
