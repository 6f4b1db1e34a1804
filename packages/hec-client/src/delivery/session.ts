import { now } from '../clock.js';
import type { Answer } from '../transport/answer.js';
import { CookieJar } from '../transport/cookie-jar.js';
import type { OutgoingRequest, Transport } from '../transport/transport.js';
import { AckBook } from './ack-book.js';
import type { AwaitingAck } from './awaiting-ack.js';

/** Options of {@link Session}. */
export interface SessionOptions {
  /** Path of the base URL; empty for none. */
  readonly prefix: string;
  readonly transport: Transport;
  /** The channel of its requests; undefined for none. */
  readonly channel: string | undefined;
  /** Whether its requests are to be acknowledged. */
  readonly acks: boolean;
}

/** Requests of one session that may wait for their acknowledgement; Splunk allows 1,000,000 in a channel. */
const MAX_AWAITING = 10_000;

/**
 * A channel, a cookie jar and connections of their own: what it takes for requests and the questions for their
 * acknowledgements to reach the same indexer. Without acknowledgement it is just the connections, and it takes no
 * cookies, so that a load balancer may spread its requests.
 */
export class Session<C> {
  /** What waits for its acknowledgement. */
  readonly acks: AckBook<AwaitingAck<C>> = new AckBook();
  readonly acking: boolean;
  readonly channel: string | undefined;
  readonly bornAt: number = now();
  /** Requests with events that wait for their answer. */
  inFlight = 0;
  /** A question for acknowledgements waits for its answer. */
  asking = false;
  /** It takes no new requests. */
  retired = false;
  /** Its ids began again: none of them is believed any more. */
  broken = false;
  readonly #prefix: string;
  readonly #transport: Transport;
  readonly #jar = new CookieJar();
  #answered = false;

  constructor({ prefix, transport, channel, acks }: SessionOptions) {
    this.#prefix = prefix;
    this.#transport = transport;
    this.channel = channel;
    this.acking = acks;
  }

  /**
   * Whether it can take a request. Before the first answer it takes one: two requests without the balancer's cookie
   * could reach two indexers, and each would begin to count ids on the same channel.
   */
  get hasRoom(): boolean {
    if (this.retired) return false;
    return !this.acking || ((this.#answered || this.inFlight === 0) && this.acks.size < MAX_AWAITING);
  }

  /** Nothing of it is open any more. */
  get isDone(): boolean {
    return this.retired && this.inFlight === 0 && this.acks.size === 0 && !this.asking;
  }

  /** Sends events. */
  post(request: OutgoingRequest): Promise<Answer> {
    if (this.acking || this.channel === undefined) return this.#send(request);
    const [path = '', query] = request.path.split('?', 2);
    const channel = `channel=${encodeURIComponent(this.channel)}`;
    return this.#send({
      ...request,
      path: `${path}?${query === undefined ? channel : `${channel}&${query}`}`,
    });
  }

  /** Asks which of these ids are indexed. */
  ask(ids: readonly number[]): Promise<Answer> {
    return this.#send({
      path: '/services/collector/ack',
      contentType: 'application/json',
      body: Buffer.from(JSON.stringify({ acks: ids })),
      gzip: false,
    });
  }

  /** Breaks off every request and closes the connections. */
  close(): Promise<void> {
    return this.#transport.close();
  }

  async #send(request: OutgoingRequest): Promise<Answer> {
    const path = this.#prefix + request.path;
    if (!this.acking || this.channel === undefined) return await this.#transport.post({ ...request, path });
    const cookie = this.#jar.header(Date.now());
    const headers = { 'x-splunk-request-channel': this.channel, ...(cookie === undefined ? {} : { cookie }) };
    const answer = await this.#transport.post({ ...request, path, headers });
    if (answer.kind === 'answer') {
      this.#answered = true;
      if (answer.setCookie !== undefined) this.#jar.take(answer.setCookie, Date.now());
    }
    return answer;
  }
}
