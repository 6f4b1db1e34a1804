import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A way to a broker that cuts answers short, as often as it is told to. */
export interface GarblingProxy {
  /** `host:port` that clients connect to. */
  readonly address: string;
  /** Answers that are still to be garbled. */
  readonly left: number;
  /** The next so many answers to this API are cut to a third. */
  garble(api: GarbledApi, count: number): void;
  close(): Promise<void>;
}

/** Keys of APIs (Kafka protocol guide, "API keys"). */
const API_KEYS = { Fetch: 1, Metadata: 3, OffsetCommit: 8, Heartbeat: 12 } as const;

/** APIs whose answers can be garbled. */
export type GarbledApi = keyof typeof API_KEYS;

/** @param broker - the address that connections are passed on to, asked for with each */
export async function garblingProxy(broker: () => string): Promise<GarblingProxy> {
  const sockets = new Set<Socket>();
  let key = -1;
  let left = 0;
  const server = createServer((client) => {
    const [host, port] = broker().split(':') as [string, string];
    const upstream = connect(Number(port), host);
    const asked = new Map<number, number>();
    const onRequest = (frame: Buffer): Buffer => {
      asked.set(frame.readInt32BE(8), frame.readInt16BE(4));
      return frame;
    };
    const onAnswer = (frame: Buffer): Buffer => {
      const id = frame.readInt32BE(4);
      const api = asked.get(id);
      asked.delete(id);
      if (left === 0 || api !== key) return frame;
      left--;
      const cut = Buffer.from(frame.subarray(0, 8 + Math.floor((frame.length - 8) / 3)));
      cut.writeInt32BE(cut.length - 4);
      return cut;
    };
    pass(client, upstream, onRequest);
    pass(upstream, client, onAnswer);
    for (const socket of [client, upstream]) sockets.add(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    get left() {
      return left;
    },
    garble(api, count) {
      key = API_KEYS[api];
      left = count;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Passes whole requests or answers on. */
function pass(from: Socket, to: Socket, through: (frame: Buffer) => Buffer): void {
  let pending = Buffer.alloc(0);
  from.on('data', (bytes: Buffer) => {
    pending = Buffer.concat([pending, bytes]);
    while (pending.length >= 4 && pending.length >= 4 + pending.readInt32BE()) {
      const end = 4 + pending.readInt32BE();
      to.write(through(pending.subarray(0, end)));
      pending = pending.subarray(end);
    }
  });
  from.on('error', () => {});
  from.on('close', () => to.destroy());
}
