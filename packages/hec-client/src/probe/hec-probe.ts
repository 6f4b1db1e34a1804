import { gzipSync } from 'node:zlib';
import { sessionChannel } from '../channel-guid.js';
import { readAckReply } from '../delivery/ack-reply.js';
import { Session } from '../delivery/session.js';
import type { DestinationSpec } from '../destination.js';
import type { HecTls } from '../options.js';
import { type BaseUrl, resolveUrl } from '../resolve-options.js';
import type { Answer } from '../transport/answer.js';
import type { HecDispatcher } from '../transport/dispatcher.js';
import { UndiciTransport } from '../transport/undici-transport.js';
import { type EventMetadata, eventHead } from '../wire/event-head.js';
import { parseHecReply } from '../wire/hec-reply.js';
import { requestPath } from '../wire/request-path.js';
import { clockAhead } from './clock-ahead.js';
import { knock } from './knock.js';
import type { ProbeAnswer, ProbeFault } from './probe-answer.js';
import { probeFault } from './probe-fault.js';

/** Options of {@link createHecProbe}. */
export interface HecProbeOptions {
  /** Base URL of HEC, as for a client. */
  readonly url: string;
  /** Connects to this IP address; the URL's name still stands in `Host` and in the certificate. */
  readonly address?: string;
  readonly token: string | (() => string);
  /** TLS to HEC. Certificates are verified by default. */
  readonly tls?: HecTls;
  /** A dispatcher of undici 7 to send through. It is not closed at the end. */
  readonly dispatcher?: HecDispatcher;
  /** Time for each question in milliseconds. @defaultValue 10000 */
  readonly timeoutMs?: number;
}

/**
 * Questions to one endpoint that no event comes of, but for {@link HecProbe.send}. None of them rejects or is tried again:
 * what goes wrong is an answer too.
 */
export interface HecProbe {
  /** Asks for its health, without the token: 17 is healthy, 18 to 20 are full queues or no acknowledgements. */
  health(): Promise<ProbeAnswer>;
  /** Sends nothing, with the token: 5 (no data) says that it is valid; 1 to 4 that it is not. */
  token(): Promise<ProbeAnswer>;
  /** Asks for an acknowledgement that never was: 200 says that the token has them on, 14 that it has not. */
  acknowledgement(): Promise<ProbeAnswer>;
  /** Sends nothing, compressed: 5 says that gzip is taken. */
  gzip(): Promise<ProbeAnswer>;
  /** Sends one event, which Splunk will index. A raw one is its text; else metadata and text go as an envelope. */
  send(destination: DestinationSpec, text: string, metadata?: EventMetadata): Promise<ProbeAnswer>;
  /** Whether the request with this id is indexed; undefined where nobody says so. */
  indexed(ackId: number): Promise<boolean | undefined>;
  /** Closes the connections. */
  close(): Promise<void>;
}

const TIMEOUT_MS = 10_000;
/** Who does not shake hands by then does not speak TLS. */
const KNOCK_MS = 3000;
const JSON_TYPE = 'application/json';

/**
 * Makes a probe of one endpoint, to find out what is wrong with it. Its requests have a channel of their own.
 *
 * @throws HecError `HEC_OPTION` for a URL that is none
 */
export function createHecProbe(options: HecProbeOptions): HecProbe {
  return new Probe(options, resolveUrl(options.url));
}

class Probe implements HecProbe {
  readonly #options: HecProbeOptions;
  readonly #base: BaseUrl;
  readonly #transport: UndiciTransport;
  readonly #session: Session<never>;

  constructor(options: HecProbeOptions, base: BaseUrl) {
    this.#options = options;
    this.#base = base;
    this.#transport = this.#connect(base.origin);
    this.#session = new Session({
      prefix: base.prefix,
      transport: this.#transport,
      channel: sessionChannel(undefined),
      acks: true,
    });
  }

  health(): Promise<ProbeAnswer> {
    return this.#judged(() => this.#askHealth(this.#transport));
  }

  token(): Promise<ProbeAnswer> {
    const path = requestPath('', { kind: 'event' });
    const body = Buffer.alloc(0);
    return this.#judged(() => this.#session.post({ path, contentType: JSON_TYPE, body, gzip: false }));
  }

  acknowledgement(): Promise<ProbeAnswer> {
    return this.#judged(() => this.#session.ask([0]));
  }

  gzip(): Promise<ProbeAnswer> {
    const path = requestPath('', { kind: 'event' });
    const body = gzipSync('');
    return this.#judged(() => this.#session.post({ path, contentType: JSON_TYPE, body, gzip: true }));
  }

  send(destination: DestinationSpec, text: string, metadata: EventMetadata = {}): Promise<ProbeAnswer> {
    const path = requestPath('', destination);
    if (destination.kind === 'raw') {
      const body = Buffer.from(`${text}\n`);
      return this.#judged(() => this.#session.post({ path, contentType: 'text/plain', body, gzip: false }));
    }
    const body = Buffer.concat([eventHead(metadata).bytes, Buffer.from(`"event":${JSON.stringify(text)}}`)]);
    return this.#judged(() => this.#session.post({ path, contentType: JSON_TYPE, body, gzip: false }));
  }

  async indexed(ackId: number): Promise<boolean | undefined> {
    const reply = readAckReply(await this.#session.ask([ackId]));
    return reply.kind === 'acks' ? reply.indexed.includes(ackId) : undefined;
  }

  close(): Promise<void> {
    return this.#session.close();
  }

  #askHealth(transport: UndiciTransport): Promise<Answer> {
    const path = `${this.#base.prefix}/services/collector/health`;
    const body = Buffer.alloc(0);
    return transport.post({
      method: 'GET',
      anonymous: true,
      path,
      contentType: JSON_TYPE,
      body,
      gzip: false,
    });
  }

  #connect(origin: string): UndiciTransport {
    const { token, tls, dispatcher, address, timeoutMs = TIMEOUT_MS } = this.#options;
    return new UndiciTransport({
      origin,
      token,
      timeoutMs,
      connections: 2,
      ...(address === undefined ? {} : { address }),
      ...(tls === undefined ? {} : { tls }),
      ...(dispatcher === undefined ? {} : { dispatcher }),
    });
  }

  async #judged(ask: () => Promise<Answer>): Promise<ProbeAnswer> {
    const sentMs = Date.now();
    const startedAt = performance.now();
    const answer = await ask();
    if (answer.kind === 'failed') {
      return { kind: 'fault', fault: await this.#secondLook(probeFault(answer)), text: inShort(answer.text) };
    }
    const { status, body, date } = answer;
    const { code, text, ackId } = parseHecReply(body) ?? {};
    const ms = performance.now() - startedAt;
    const ahead = date === undefined ? undefined : clockAhead(date, sentMs, Date.now());
    return {
      kind: 'answer',
      status,
      ms,
      ...(code === undefined ? {} : { code, text: text ?? '' }),
      ...(ackId === undefined ? {} : { ackId }),
      ...(ahead === undefined ? {} : { clockAheadMs: ahead }),
    };
  }

  /** TLS and plaintext mixed up, or a missing certificate, look like a broken connection; another knock tells. */
  async #secondLook(fault: ProbeFault): Promise<ProbeFault> {
    const { address, dispatcher, tls, timeoutMs = TIMEOUT_MS } = this.#options;
    const { origin } = this.#base;
    // What lies behind a dispatcher, a proxy for instance, cannot be looked at around it.
    if (dispatcher !== undefined || !['no-answer', 'timeout', 'tls-failed'].includes(fault)) return fault;
    const { speaksTls, complaint } = await knock({
      origin,
      address,
      tls,
      timeoutMs: Math.min(timeoutMs, KNOCK_MS),
    });
    if (origin.startsWith('http:')) return speaksTls ? 'wants-tls' : fault;
    const complained = complaint === undefined ? fault : probeFault({ code: complaint });
    if (complained === 'wants-client-certificate') return complained;
    if (speaksTls || fault === 'timeout') return fault;
    const { hostname, port } = new URL(origin);
    const transport = this.#connect(`http://${hostname}:${port || 443}`);
    const answer = await this.#askHealth(transport);
    await transport.close();
    return answer.kind === 'answer' ? 'speaks-no-tls' : fault;
  }
}

/** OpenSSL's line, with places in its source, shortened to its reason. */
function inShort(text: string): string {
  return /:SSL routines:[^:]*:([^:]+):/.exec(text)?.[1] ?? text.trim();
}
