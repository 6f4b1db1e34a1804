import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from 'node:tls';
import { readFrame } from './wire.js';

/** Where a conversation broke off. */
export type Stage = 'connect' | 'handshake' | 'talk';

const brand = Symbol.for('@kafka-splunk/kafka-balanced-consumer.LineError');

/** Why there is no answer. `code` is the system's or OpenSSL's name of it, `TIMEOUT`, `CLOSED` or `FOREIGN`. */
export class LineError extends Error {
  readonly stage: Stage;
  readonly code: string;

  constructor(stage: Stage, code: string, message: string) {
    super(message);
    this.stage = stage;
    this.code = code;
    Object.defineProperty(this, brand, { value: true });
  }
}

/** Tells a {@link LineError}. */
export function isLineError(value: unknown): value is LineError {
  return typeof value === 'object' && value !== null && brand in value;
}

/** Where to connect, and how. */
export interface LineOptions {
  readonly host: string;
  readonly port: number;
  /** Undefined: without TLS. */
  readonly tls: ConnectionOptions | undefined;
  readonly timeoutMs: number;
}

/** A connection on which one request after the other is asked. Each step has the whole time-out. */
export class Line {
  readonly #socket: Socket;
  readonly #timeoutMs: number;
  #received: Buffer = Buffer.alloc(0);
  #correlation = 0;

  private constructor(socket: Socket, timeoutMs: number) {
    this.#socket = socket;
    this.#timeoutMs = timeoutMs;
    // Errors are told to whoever waits; one that comes between two steps comes up in the next.
    socket.on('error', () => {});
  }

  /** Connects, with TLS if so configured. @throws LineError */
  static async open({ host, port, tls, timeoutMs }: LineOptions): Promise<Line> {
    const socket = connectTcp({ host, port });
    const plain = new Line(socket, timeoutMs);
    await plain.#until('connect', (done) => socket.once('connect', done));
    if (tls === undefined) return plain;
    const name = isIP(host) === 0 ? { servername: host } : { host };
    const secure = connectTls({ ...name, ...tls, socket });
    const line = new Line(secure, timeoutMs);
    await line.#until('handshake', (done) => secure.once('secureConnect', done));
    return line;
  }

  /** The TLS end of it; undefined without TLS. */
  get tls(): TLSSocket | undefined {
    return 'encrypted' in this.#socket ? (this.#socket as TLSSocket) : undefined;
  }

  /** Asks, and answers the body of the answer. @throws LineError */
  async ask(request: (correlation: number) => Buffer): Promise<Buffer> {
    const correlation = ++this.#correlation;
    let body: Buffer = Buffer.alloc(0);
    await this.#until('talk', (done, fail) => {
      const onData = (chunk: Buffer): void => {
        this.#received = Buffer.concat([this.#received, chunk]);
        const frame = readFrame(this.#received, correlation);
        if (frame === 'unfinished') return;
        this.#socket.off('data', onData);
        if (frame === 'foreign') {
          fail('FOREIGN', 'the answer is not in the protocol of Kafka');
          return;
        }
        body = frame.body;
        this.#received = this.#received.subarray(frame.bytes);
        done();
      };
      this.#socket.on('data', onData);
      this.#socket.write(request(correlation));
    });
    return body;
  }

  close(): void {
    this.#socket.destroy();
  }

  #until(
    stage: Stage,
    wait: (done: () => void, fail: (code: string, message: string) => void) => void,
  ): Promise<void> {
    const socket = this.#socket;
    return new Promise((resolve, reject) => {
      const settle = (error?: LineError): void => {
        clearTimeout(timer);
        socket.off('error', onError);
        socket.off('close', onClose);
        if (error === undefined) {
          resolve();
        } else {
          socket.destroy();
          reject(error);
        }
      };
      const fail = (code: string, message: string): void => settle(new LineError(stage, code, message));
      const onError = (error: NodeJS.ErrnoException): void => fail(error.code ?? '', inShort(error.message));
      const onClose = (): void => fail('CLOSED', 'the connection was closed');
      const timer = setTimeout(() => fail('TIMEOUT', `no answer in ${this.#timeoutMs} ms`), this.#timeoutMs);
      socket.once('error', onError);
      socket.once('close', onClose);
      if (socket.destroyed) onClose();
      else wait(() => settle(), fail);
    });
  }
}

/** OpenSSL's line, with places in its source, shortened to its reason. */
function inShort(text: string): string {
  return /:SSL routines:[^:]*:([^:]+):/.exec(text)?.[1] ?? text.trim();
}
