import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { type Dispatcher, Pool } from 'undici';

const ANSWER = '{"text":"Success","code":0}';

/** A server that knows no HTTP but the length of a body: it keeps every byte it is sent. */
export class ListeningServer {
  readonly requests: Buffer[] = [];
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  constructor() {
    this.#server = createServer((socket) => this.#listen(socket));
  }

  async start(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  /** Leads every connection here, so that requests can name a host that does not exist. */
  dispatcher(origin: string): Dispatcher {
    const { port } = this.#server.address() as AddressInfo;
    return new Pool(origin, {
      connect: (_, done) => {
        const socket = connect(port, '127.0.0.1');
        socket.once('connect', () => done(null, socket));
        socket.once('error', (error) => done(error, null));
      },
    });
  }

  #listen(socket: Socket): void {
    this.#sockets.add(socket);
    let bytes = Buffer.alloc(0);
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      bytes = Buffer.concat([bytes, chunk]);
      const head = bytes.indexOf('\r\n\r\n');
      const length = /content-length: (\d+)/i.exec(bytes.toString('latin1', 0, head))?.[1];
      if (head < 0 || bytes.length < head + 4 + Number(length)) return;
      this.requests.push(bytes);
      bytes = Buffer.alloc(0);
      socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${ANSWER.length}\r\n\r\n${ANSWER}`);
    });
  }
}
