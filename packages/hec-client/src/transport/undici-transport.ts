import { isIP, type LookupFunction } from 'node:net';
import type { Dispatcher, Pool } from 'undici';
import { publishRequest } from '../observe/channels.js';
import type { HecTls } from '../options.js';
import type { Answer, FailedRequest } from './answer.js';
import { describeFailure } from './failure.js';
import { redact, redactBody } from './redact.js';
import { secureConnector } from './secure-connector.js';
import type { OutgoingRequest, Transport } from './transport.js';
import { openPool, requestOf } from './undici-parts.js';

/** Options of {@link UndiciTransport}. */
export interface UndiciTransportOptions {
  /** `https://splunk.example.com:8088`. */
  readonly origin: string;
  readonly token: string | (() => string);
  readonly timeoutMs: number;
  readonly connections: number;
  /** Connects to this IP address; the origin's name still stands in `Host` and in the certificate. */
  readonly address?: string;
  readonly tls?: HecTls | (() => HecTls);
  /** Used instead of a pool of our own, and left open at the end. */
  readonly dispatcher?: Dispatcher;
}

// splunkd closes connections that are idle for 12 s when it is busy (busyKeepAliveIdleTimeout). A request that
// meets the closing has an unknown fate, so ours are closed earlier.
const IDLE_MS = 10_000;
const CONNECT_MS = 10_000;
const MAX_ANSWER_BYTES = 64 * 1024;
const TIMED_OUT = Symbol('timed out');
const TIMED_OUT_CODE = 'TIMEOUT';

/** Speaks HTTP/1.1 to one endpoint over undici. */
export class UndiciTransport implements Transport {
  readonly #options: UndiciTransportOptions;
  readonly #dispatcher: Dispatcher;
  readonly #pool: Pool | undefined;
  readonly #requests = new Set<AbortController>();
  #closed = false;

  constructor(options: UndiciTransportOptions) {
    this.#options = options;
    this.#pool = options.dispatcher === undefined ? makePool(options) : undefined;
    this.#dispatcher = options.dispatcher ?? (this.#pool as Pool);
  }

  async post(request: OutgoingRequest): Promise<Answer> {
    const { path, gzip, body } = request;
    const publishEnd = publishRequest({ origin: this.#options.origin, path, gzip, bytes: body.length });
    const answer = await this.#post(request);
    publishEnd?.(answer.kind === 'answer' ? { status: answer.status } : { failure: answer.text });
    return answer;
  }

  async #post(request: OutgoingRequest): Promise<Answer> {
    if (this.#closed) return CLOSED;
    const token = request.anonymous ? '' : readToken(this.#options.token);
    if (typeof token !== 'string') return token;
    const abort = new AbortController();
    this.#requests.add(abort);
    const timeoutMs = request.timeoutMs ?? this.#options.timeoutMs;
    // One timer over all of it: connecting, writing into a full socket, waiting, reading.
    const timer = setTimeout(() => abort.abort(TIMED_OUT), timeoutMs);
    try {
      const { statusCode, headers, body } = await requestOf(this.#dispatcher, {
        origin: this.#options.origin,
        path: request.path,
        method: request.method ?? 'POST',
        headers: {
          ...(request.anonymous ? {} : { authorization: `Splunk ${token}` }),
          ...(request.method === 'GET' ? {} : { 'content-type': request.contentType }),
          // Without one splunkd may fall back to HTTP/1.0 and close each connection ([http] forceHttp10 = auto).
          'user-agent': 'kafka-splunk-hec-client',
          ...(request.gzip ? { 'content-encoding': 'gzip' } : {}),
          ...request.headers,
        },
        body: request.method === 'GET' ? null : request.body,
        signal: abort.signal,
        headersTimeout: timeoutMs,
        bodyTimeout: timeoutMs,
      });
      const text = await readCapped(body);
      const { 'retry-after': retryAfter, 'set-cookie': setCookie, date } = headers;
      return {
        kind: 'answer',
        status: statusCode,
        body: redactBody(text, token),
        ...(typeof retryAfter === 'string' ? { retryAfter } : {}),
        ...(typeof date === 'string' ? { date } : {}),
        ...(setCookie === undefined ? {} : { setCookie: [setCookie].flat() }),
      };
    } catch (error) {
      if (abort.signal.aborted && abort.signal.reason !== TIMED_OUT) return CLOSED;
      if (abort.signal.aborted) return timedOut(timeoutMs);
      const failure = describeFailure(error);
      return { ...failure, text: redact(failure.text, token) };
    } finally {
      clearTimeout(timer);
      this.#requests.delete(abort);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const abort of this.#requests) abort.abort();
    await this.#pool?.destroy();
  }
}

function timedOut(timeoutMs: number): FailedRequest {
  const text = `no answer within ${timeoutMs} ms`;
  return { kind: 'failed', code: TIMED_OUT_CODE, text, ambiguous: true, config: false };
}

const CLOSED: FailedRequest = {
  kind: 'failed',
  code: 'CLOSED',
  text: 'closed',
  ambiguous: true,
  config: false,
};

function makePool({ origin, connections, tls, timeoutMs, address }: UndiciTransportOptions): Pool {
  const shared = {
    timeout: Math.min(CONNECT_MS, timeoutMs),
    ...(address === undefined ? {} : { lookup: always(address) }),
  };
  return openPool(origin, {
    connections,
    pipelining: 1,
    keepAliveTimeout: IDLE_MS,
    keepAliveMaxTimeout: IDLE_MS,
    connect: origin.startsWith('https:') ? secureConnector(tls, shared) : shared,
  });
}

/** A lookup of names that knows one address only. */
function always(address: string): LookupFunction {
  const family = isIP(address);
  return (_hostname, { all }, callback) =>
    all ? callback(null, [{ address, family }]) : callback(null, address, family);
}

/** The token, or why there is none: a rotated file may be missing for a moment, which is for somebody to mend. */
function readToken(source: string | (() => string)): string | FailedRequest {
  const broken = (text: string): FailedRequest => ({
    kind: 'failed',
    code: 'TOKEN',
    text,
    ambiguous: false,
    config: true,
  });
  let token: string;
  try {
    token = (typeof source === 'string' ? source : source()).trim();
  } catch {
    // Its message is not shown: it may quote what was read.
    return broken('the token cannot be read: its function threw');
  }
  if (!/^[\x21-\x7e]+$/.test(token))
    return broken('the token is empty or has characters that no header can carry');
  return token;
}

/** Reads a body to its end, so that the connection can be used again; past the cap only its emptiness is told. */
async function readCapped(body: Dispatcher.ResponseData['body']): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    // Leaving the loop destroys the body and with it the connection: what sends so much is no HEC.
    if (bytes > MAX_ANSWER_BYTES) return '';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
