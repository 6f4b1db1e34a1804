import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

/** A request as the server saw it. */
export interface Seen {
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
  /** Lines of the body: one event each on either endpoint. */
  readonly lines: string[];
}

export type Reply =
  | { readonly status: number; readonly body: string; readonly headers?: Record<string, string> }
  | 'reset'
  | 'hang';

export const hec = (status: number, code: number, text = `text of ${code}`, more: object = {}): Reply => ({
  status,
  body: JSON.stringify({ text, code, ...more }),
});

export const OK: Reply = { status: 200, body: '{"text":"Success","code":0}' };
export const BUSY: Reply = hec(503, 9, 'Server is busy');

/** A server on a real socket whose every answer is the test's decision. */
export class ScriptedServer {
  readonly seen: Seen[] = [];
  /** Connections that were made. */
  connections = 0;
  readonly #server: Server;
  readonly #listeners = new Set<() => void>();
  #answer: (seen: Seen, number: number) => Reply | Promise<Reply>;

  private constructor(answer: (seen: Seen, number: number) => Reply | Promise<Reply>) {
    this.#answer = answer;
    this.#server = createServer((request, response) => void this.#serve(request, response));
    this.#server.on('connection', () => this.connections++);
  }

  static async start(
    answer: (seen: Seen, number: number) => Reply | Promise<Reply> = () => OK,
  ): Promise<ScriptedServer> {
    const server = new ScriptedServer(answer);
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  answer(answer: (seen: Seen, number: number) => Reply | Promise<Reply>): void {
    this.#answer = answer;
  }

  /** Resolves when a condition over what was seen holds. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.#listeners.add(resolve));
  }

  /** Breaks every connection, as a restart does. */
  closeConnections(): void {
    this.#server.closeAllConnections();
  }

  /** Safe to call twice. */
  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      return; // the client broke off
    }
    const sent = Buffer.concat(chunks);
    const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent;
    const lines = body.toString().split('\n').slice(0, -1);
    const seen = { url: request.url ?? '', headers: request.headers, body, lines };
    const number = this.seen.push(seen) - 1;
    for (const listener of this.#listeners) listener();
    this.#listeners.clear();
    const reply = await this.#answer(seen, number);
    if (reply === 'hang') return;
    if (reply === 'reset') {
      request.socket.destroy();
      return;
    }
    response.writeHead(reply.status, reply.headers);
    response.end(reply.body);
  }
}
