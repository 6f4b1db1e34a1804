import type { BrokerOptions } from '../options.js';

/** What is wrong with the way to a broker. */
export type BrokerFault =
  /** The name has no address. */
  | 'unknown-host'
  /** Nobody listens there. */
  | 'refused'
  /** The network, or the resolver of names, leads nowhere. */
  | 'unreachable'
  /** No answer in time. */
  | 'timeout'
  /** Who listens there does not speak Kafka. */
  | 'not-kafka'
  /** The port speaks TLS, and TLS is not configured. */
  | 'wants-tls'
  /** TLS is configured, and the port speaks Kafka without it. */
  | 'speaks-no-tls'
  /** No authority that is trusted has signed its certificate. */
  | 'untrusted-certificate'
  /** Its certificate is for another name. */
  | 'other-name'
  /** Its certificate is not valid yet, or not any more. */
  | 'expired-certificate'
  /** It wants a client certificate, or another one. */
  | 'wants-client-certificate'
  /** TLS failed in another way. */
  | 'tls-failed'
  /** It wants a login, and none is configured. */
  | 'wants-login'
  /** A login is configured, and this listener takes none. */
  | 'takes-no-login'
  /** It does not take this mechanism of login. */
  | 'other-mechanism';

/** What came of {@link probeBroker}. */
export type BrokerProbe =
  | {
      readonly kind: 'ok';
      /** Milliseconds from connecting to its first answer. */
      readonly ms: number;
      /** Mechanisms that it takes logins by; empty for a listener without login. */
      readonly mechanisms: readonly string[];
      readonly tls?: {
        /** `TLSv1.3` */
        readonly protocol: string;
        /** When its certificate ends, milliseconds since the epoch. */
        readonly certificateEndsAt: number;
      };
    }
  | {
      readonly kind: 'fault';
      readonly fault: BrokerFault;
      /** What the system, OpenSSL or the broker said. */
      readonly text: string;
      /** With `wants-login` and `other-mechanism`: what it takes. */
      readonly mechanisms?: readonly string[];
    };

/** Options of {@link probeBroker}. */
export interface ProbeBrokerOptions extends Pick<BrokerOptions, 'tls' | 'sasl'> {
  /** `host:port`; an IPv6 address stands in brackets. */
  readonly broker: string;
  /** Milliseconds for each attempt to get an answer. @defaultValue 5000 */
  readonly timeoutMs?: number;
}
