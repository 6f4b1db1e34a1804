import type { AckOptions } from './ack-options.js';
import { HecError } from './errors.js';
import type { HecClientOptions } from './options.js';

/** Options with every default filled in. */
export interface ResolvedOptions {
  readonly endpoints: readonly BaseUrl[];
  readonly maxEvents: number;
  readonly maxBytes: number;
  readonly lingerMs: number;
  readonly maxHeldBytes: number;
  readonly concurrency: number;
  readonly ordered: boolean;
  readonly timeoutMs: number;
  readonly pauseAfterRejections: number;
  readonly recycleMs: number;
  readonly lookupMs: number;
  readonly acks: ResolvedAcks;
}

/** A base URL, taken apart. */
export interface BaseUrl {
  /** Scheme, host and port. */
  readonly origin: string;
  /** Path without a slash at its end; empty for none. */
  readonly prefix: string;
}

/** What is done about acknowledgement. */
export interface ResolvedAcks {
  readonly mode: 'required' | 'offered' | 'off';
  readonly hold: 'body' | 'caller';
  readonly pollMs: number;
  readonly timeoutMs: number;
  readonly sessions: number;
}

const MIB = 1024 * 1024;
// Positions in a body are 32 bit numbers.
const MAX_BYTES = 1024 * MIB;
const MAX_MS = 2 ** 31 - 1;

/**
 * Checks options and fills in the defaults.
 *
 * @throws HecError `HEC_OPTION`, naming the option, what it may be and what it is
 */
export function resolveOptions<C>(options: HecClientOptions<C>): ResolvedOptions {
  const { tls, dispatcher, gzip, backoff = {}, probe = {}, channel, lookup } = options;
  if (tls !== undefined && dispatcher !== undefined) {
    throw new HecError('HEC_OPTION', 'tls cannot stand beside a dispatcher: give TLS to the dispatcher');
  }
  if (lookup !== undefined && dispatcher !== undefined) {
    throw new HecError('HEC_OPTION', 'lookup cannot stand beside a dispatcher, which connects by itself');
  }
  checkToken(options.token);
  if (channel === '') throw new HecError('HEC_OPTION', 'channel must be a GUID, or be left out');
  if (gzip !== undefined) whole('gzip.level', gzip.level, 0, 9, 0);
  for (const [name, value] of Object.entries({ firstMs: backoff.firstMs, maxMs: backoff.maxMs })) {
    number(`backoff.${name}`, value, 1, MAX_MS);
  }
  number('backoff.factor', backoff.factor, 1, 1000);
  number('backoff.jitterMs', backoff.jitterMs, 0, MAX_MS);
  whole('backoff.reportAfter', backoff.reportAfter, 1, Number.MAX_SAFE_INTEGER, 1);
  number('probe.firstMs', probe.firstMs, 1, MAX_MS);
  number('probe.maxMs', probe.maxMs, 1, MAX_MS);
  return {
    endpoints: resolveUrls(options),
    maxEvents: whole('maxEvents', options.maxEvents, 1, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
    maxBytes: whole('maxBytes', options.maxBytes, 1, MAX_BYTES, MIB),
    lingerMs: whole('lingerMs', options.lingerMs, 0, MAX_MS, 200),
    maxHeldBytes: whole('maxHeldBytes', options.maxHeldBytes, 1, Number.MAX_SAFE_INTEGER, 32 * MIB),
    concurrency: whole('concurrency', options.concurrency, 1, 1024, 4),
    ordered: options.ordered ?? false,
    timeoutMs: whole('timeoutMs', options.timeoutMs, 1, MAX_MS, 60_000),
    pauseAfterRejections: whole('pauseAfterRejections', options.pauseAfterRejections, 1, MAX_MS, 16),
    recycleMs: whole('recycleMs', options.recycleMs, 1, MAX_MS, 300_000),
    lookupMs: whole('lookup.everyMs', lookup?.everyMs, 1000, MAX_MS, 30_000),
    acks: resolveAcks(options.ack),
  };
}

/** A text that no header can carry would hold every event back until somebody closes the client, and lose it then. */
function checkToken(token: unknown): void {
  if (typeof token === 'function') return;
  if (typeof token === 'string' && /^[\x21-\x7e]+$/.test(token.trim())) return;
  // Not "and what it is", as of other options: it may be most of a token.
  const found = token === undefined || token === '' ? '; it is empty or missing' : '';
  throw new HecError(
    'HEC_OPTION',
    `token must be printable ASCII without spaces, or a function that answers it${found}`,
  );
}

function resolveAcks(ack: AckOptions | undefined): ResolvedAcks {
  const { enabled = true, hold = 'body', pollMs, timeoutMs, sessions } = ack ?? { enabled: false };
  if (enabled !== true && enabled !== false && enabled !== 'auto') {
    throw new HecError('HEC_OPTION', `ack.enabled must be true, false or 'auto', not ${String(enabled)}`);
  }
  if (hold !== 'body' && hold !== 'caller') {
    throw new HecError('HEC_OPTION', `ack.hold must be body or caller, not ${String(hold)}`);
  }
  return {
    mode: enabled === 'auto' ? 'offered' : enabled ? 'required' : 'off',
    hold,
    pollMs: whole('ack.pollMs', pollMs, 1, MAX_MS, 1000),
    timeoutMs: whole('ack.timeoutMs', timeoutMs, 1, MAX_MS, 300_000),
    sessions: whole('ack.sessions', sessions, 1, 64, 2),
  };
}

function resolveUrls({ url, urls }: { url?: string; urls?: readonly string[] }): BaseUrl[] {
  if ((url === undefined) === (urls === undefined)) {
    throw new HecError('HEC_OPTION', 'give url, or urls for several endpoints, and not both');
  }
  const endpoints = (urls ?? [url as string]).map((text) => resolveUrl(text));
  if (endpoints.length === 0) throw new HecError('HEC_OPTION', 'urls must hold at least one URL');
  const names = new Set(endpoints.map(({ origin, prefix }) => origin + prefix));
  if (names.size < endpoints.length) throw new HecError('HEC_OPTION', 'urls must hold each URL once');
  return endpoints;
}

/** Takes a base URL apart. @throws HecError `HEC_OPTION` for one that cannot work */
export function resolveUrl(text: string): BaseUrl {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new HecError(
      'HEC_OPTION',
      'url must be an http or https URL such as https://splunk.example.com:8088',
    );
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new HecError(
      'HEC_OPTION',
      'url must hold no user, password, query or fragment: the token has its own option',
    );
  }
  const prefix = url.pathname.replace(/\/+$/, '');
  if (prefix.includes('/services/collector')) {
    throw new HecError('HEC_OPTION', 'url must end before /services/collector, which is added');
  }
  return { origin: url.origin, prefix };
}

function number(name: string, value: number | undefined, least: number, most: number): void {
  if (value !== undefined && !(Number.isFinite(value) && value >= least && value <= most)) {
    throw new HecError('HEC_OPTION', `${name} must be a number from ${least} to ${most}, not ${value}`);
  }
}

function whole(
  name: string,
  value: number | undefined,
  least: number,
  most: number,
  fallback: number,
): number {
  if (value === undefined) return fallback;
  if (!(Number.isSafeInteger(value) && value >= least && value <= most)) {
    throw new HecError('HEC_OPTION', `${name} must be a whole number from ${least} to ${most}, not ${value}`);
  }
  return value;
}
