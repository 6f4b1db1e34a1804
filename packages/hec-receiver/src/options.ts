import { ReceiverError } from './errors.js';
import type { TokenOptions } from './protocol/token-table.js';

/** TLS of the receiver. PEM text, not paths. */
export interface ReceiverTls {
  readonly cert: string;
  readonly key: string;
  /** With it only clients with a certificate of this authority are let in (`requireClientCert`). */
  readonly clientCa?: string;
}

/** Options of `startReceiver`. */
export interface ReceiverOptions {
  /** TCP port, 0 for a free one. @defaultValue 0 */
  readonly port?: number;
  /** Address to listen on. @defaultValue 127.0.0.1 */
  readonly host?: string;
  /** @defaultValue plain HTTP */
  readonly tls?: ReceiverTls;
  /** The tokens to begin with. @defaultValue one token, {@link defaultToken} */
  readonly tokens?: readonly TokenOptions[];
  /** Largest body in bytes, before and after gzip. @defaultValue 838860800, as in Splunk 10 */
  readonly maxContentLength?: number;
  /**
   * Answer to a larger body: 413 as Splunk Enterprise, or 400 code 6 with event number 0 as Splunk Cloud (whose limit lies
   * between 5,242,881 and 6,000,000 bytes). @defaultValue '413'
   */
  readonly tooLargeAnswer?: '413' | 'code-6';
  /** Milliseconds until a request with an ackId counts as indexed. @defaultValue 0: the first poll says true */
  readonly ackDelayMs?: number;
  /** Milliseconds after which an unused channel is forgotten (Splunk: 600000). @defaultValue 0: never */
  readonly ackIdleMs?: number;
  /** Indexers behind the address, each with its own acks; more than one hand out a sticky cookie. @defaultValue 1 */
  readonly indexers?: number;
  /** What code 7 adds to the event's number: 1 as Splunk 10.4 does, 0 as its documentation reads. @defaultValue 1 */
  readonly incorrectIndexOffset?: 0 | 1;
  /** Milliseconds an idle connection stays open (Splunk: 7200000, busy 12000). @defaultValue 120000 */
  readonly keepAliveMs?: number;
  /** What is kept for tests to look at. `bodies` keeps the events too. @defaultValue 'none': only counts */
  readonly keep?: 'none' | 'events' | 'bodies';
  /** At most so many events and so many bodies are kept, the first ones. @defaultValue 100000 */
  readonly keepLimit?: number;
  /** Called with the bytes of each event taken, as the `raw` of a kept event has them. Must not throw. */
  readonly onEvent?: (event: Buffer) => void;
}

/** The token of a receiver that was given none. */
export const defaultToken = '00000000-0000-4000-8000-000000000001';

/** The options with every default filled in. */
export type ResolvedOptions = Required<Omit<ReceiverOptions, 'tls' | 'onEvent'>> & {
  readonly tls: ReceiverTls | undefined;
  readonly onEvent: ((event: Buffer) => void) | undefined;
};

/** Fills in defaults and checks numbers. Throws RECEIVER_BAD_OPTION. */
export function resolveOptions(options: ReceiverOptions): ResolvedOptions {
  const resolved: ResolvedOptions = {
    host: options.host ?? '127.0.0.1',
    tls: options.tls,
    onEvent: options.onEvent,
    tokens: options.tokens ?? [{ token: defaultToken }],
    tooLargeAnswer: options.tooLargeAnswer ?? '413',
    incorrectIndexOffset: options.incorrectIndexOffset ?? 1,
    keep: options.keep ?? 'none',
    port: whole('port', options.port, 0, 0, 65_535),
    maxContentLength: whole('maxContentLength', options.maxContentLength, 838_860_800, 1),
    ackDelayMs: whole('ackDelayMs', options.ackDelayMs, 0, 0),
    ackIdleMs: whole('ackIdleMs', options.ackIdleMs, 0, 0),
    indexers: whole('indexers', options.indexers, 1, 1, 1000),
    keepAliveMs: whole('keepAliveMs', options.keepAliveMs, 120_000, 1),
    keepLimit: whole('keepLimit', options.keepLimit, 100_000, 0),
  };
  if (resolved.tokens.length === 0) {
    throw new ReceiverError(
      'RECEIVER_BAD_OPTION',
      'tokens is empty: give one token or more, or leave it out.',
    );
  }
  return resolved;
}

function whole(
  name: string,
  value: number | undefined,
  fallback: number,
  min: number,
  max: number = Number.MAX_SAFE_INTEGER,
): number {
  if (value === undefined) return fallback;
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw new ReceiverError(
    'RECEIVER_BAD_OPTION',
    `${name} is ${value}: give a whole number from ${min} to ${max}.`,
  );
}
