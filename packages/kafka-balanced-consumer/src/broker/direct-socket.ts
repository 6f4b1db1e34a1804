import { connect, isIP, type OnReadOpts, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import type { ISocketFactory } from 'kafkajs';

/** As kafkajs has it (network/socketFactory.js). */
const KEEP_ALIVE_DELAY_MS = 60_000;

/** What one read may bring: four times Node's own, for a fetch comes in one go. */
const READ_BYTES = 256 * 1024;

/** Reads do not overlap, and whoever is handed the bytes is done with them when it returns: one buffer serves all. */
let readBuffer: Buffer | undefined;

const takers = new WeakMap<Socket, (bytes: Buffer) => void>();

/**
 * From now on the socket's bytes go to `take`, which must be done with them when it returns, and no longer to the
 * listeners of `data`. Does nothing for a socket that {@link directSockets} did not make.
 */
export function takeDirectly(socket: Socket, take: (bytes: Buffer) => void): void {
  if (made.has(socket)) takers.set(socket, take);
}

const made = new WeakSet<Socket>();

/**
 * Sockets that read into one buffer again and again, where Node takes new memory for every read. Whoever listens to
 * `data` is given a copy, so that nothing can go wrong with a listener that knows nothing of it.
 */
export const directSockets: ISocketFactory = ({ host, port, ssl, onConnect }) => {
  readBuffer ??= Buffer.allocUnsafeSlow(READ_BYTES);
  const onread = {
    buffer: readBuffer,
    callback(length: number, buffer: Uint8Array): boolean {
      const bytes = Buffer.from(buffer.buffer, buffer.byteOffset, length);
      const take = takers.get(socket);
      if (take === undefined) socket.emit('data', Buffer.from(bytes));
      else take(bytes);
      return true;
    },
  };
  const socket: Socket = ssl
    ? connectTls(
        tlsOptions({ host, port, ...(isIP(host) === 0 ? { servername: host } : {}), ...ssl }, onread),
        onConnect,
      )
    : connect({ host, port, onread }, onConnect);
  socket.setKeepAlive(true, KEEP_ALIVE_DELAY_MS);
  // While a broker is dead kafkajs lets go of the same socket again and again, and each time Node has it listen for
  // `connect`. They all go with the socket; but the eleventh is told to the operator as a memory leak.
  socket.setMaxListeners(0);
  made.add(socket);
  return socket;
};

/** Node's documentation of `tls.connect` has `onread`, its types do not. */
function tlsOptions(options: ConnectionOptions, onread: OnReadOpts): ConnectionOptions {
  return Object.assign(options, { onread });
}
