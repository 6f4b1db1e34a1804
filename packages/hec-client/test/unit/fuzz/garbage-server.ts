import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

/** What a server does to a request: pieces of bytes, and then? */
export interface Garbage {
  /** Sent one by one, at the pace the other end takes them, as often as `times` says. */
  readonly bytes: Buffer;
  readonly times?: number;
  /** What follows: the connection is kept, ended, reset, or nothing more is ever said. */
  readonly after: 'keep' | 'end' | 'reset' | 'hang';
  /** Whether the events of the request are in. */
  readonly takes: boolean;
}

const OK = Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 27\r\n\r\n{"text":"Success","code":0}');

/**
 * A server without an HTTP library: it reads whole requests and answers each with the next piece of garbage, and
 * properly when there is no more of it.
 */
export class GarbageServer {
  /** Events that are in, whatever was answered. */
  readonly taken: string[] = [];
  answers: Garbage[] = [];
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor() {
    this.#server = createServer((socket) => this.#serve(socket));
  }

  static async start(): Promise<GarbageServer> {
    const server = new GarbageServer();
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => {});
    let received = Buffer.alloc(0);
    let busy = false;
    const next = async (): Promise<void> => {
      const head = received.indexOf('\r\n\r\n');
      if (busy || head < 0) return;
      const length = Number(/content-length: (\d+)/i.exec(received.toString('latin1', 0, head))?.[1] ?? 0);
      const end = head + 4 + length;
      if (received.length < end) return;
      const events = received
        .toString('utf8', head + 4, end)
        .split('\n')
        .filter((line) => line !== '');
      received = received.subarray(end);
      busy = true;
      await this.#answer(socket, events);
      busy = false;
      if (!socket.destroyed) await next();
    };
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      void next();
    });
  }

  async #answer(socket: Socket, events: readonly string[]): Promise<void> {
    const garbage = this.answers.shift() ?? { bytes: OK, after: 'keep', takes: true };
    if (garbage.takes) this.taken.push(...events);
    for (let left = garbage.times ?? 1; left > 0 && !socket.destroyed; left--) {
      if (!socket.write(garbage.bytes))
        await Promise.race([once(socket, 'drain'), once(socket, 'close')]).catch(() => {});
    }
    if (garbage.after === 'end') socket.end();
    if (garbage.after === 'reset') socket.resetAndDestroy();
    if (garbage.after === 'hang') await once(socket, 'close').catch(() => {});
  }
}
