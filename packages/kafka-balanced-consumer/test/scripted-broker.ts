import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

/** What a client asked. */
export interface ScriptedRequest {
  readonly apiKey: number;
  readonly apiVersion: number;
  readonly correlationId: number;
}

/** Somebody at the other end of a connection who answers as the test says: no broker, but what broken ones say. */
export interface ScriptedBroker {
  readonly port: number;
  /** Connections that clients, or the script, have ended. */
  readonly ended: number;
  /** Connections that were opened. */
  readonly opened: number;
  close(): Promise<void>;
}

/** Answers every request with what `answer` gives, behind its length and correlation id. */
export async function scriptedBroker(
  answer: (request: ScriptedRequest, port: number) => Buffer | { readonly wire: Buffer },
): Promise<ScriptedBroker> {
  const sockets = new Set<Socket>();
  let opened = 0;
  let ended = 0;
  const server = createServer((socket) => {
    opened++;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => {
      ended++;
      sockets.delete(socket);
    });
    let pending = Buffer.alloc(0);
    socket.on('data', (bytes: Buffer) => {
      pending = Buffer.concat([pending, bytes]);
      while (pending.length >= 4 && pending.length >= 4 + pending.readInt32BE()) {
        const end = 4 + pending.readInt32BE();
        const request = {
          apiKey: pending.readInt16BE(4),
          apiVersion: pending.readInt16BE(6),
          correlationId: pending.readInt32BE(8),
        };
        pending = pending.subarray(end);
        const said = answer(request, (server.address() as AddressInfo).port);
        socket.write(Buffer.isBuffer(said) ? framed(request.correlationId, said) : said.wire);
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    get ended() {
      return ended;
    },
    get opened() {
      return opened;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function framed(correlationId: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeInt32BE(payload.length + 4);
  head.writeInt32BE(correlationId, 4);
  return Buffer.concat([head, payload]);
}
