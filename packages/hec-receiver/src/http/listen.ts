import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { ReceiverError } from '../errors.js';
import type { ResolvedOptions } from '../options.js';

/** A server that listens. */
export interface Listening {
  readonly url: string;
  readonly port: number;
  closeConnections(): void;
  /** Safe to call twice. */
  stop(): Promise<void>;
}

/** Called for each request, with its address taken apart. */
export type RequestSink = (url: URL, request: IncomingMessage, response: ServerResponse) => void;

/** Starts the HTTP or HTTPS server. Throws RECEIVER_PORT_TAKEN, RECEIVER_CANNOT_LISTEN, RECEIVER_BAD_OPTION. */
export async function listen(options: ResolvedOptions, sink: RequestSink): Promise<Listening> {
  const server = makeServer(options);
  server.keepAliveTimeout = options.keepAliveMs;
  // Faults hold requests back for as long as they please.
  server.requestTimeout = 0;
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const url = URL.canParse(request.url ?? '', 'http://receiver')
      ? new URL(request.url ?? '', 'http://receiver')
      : undefined;
    if (url === undefined) response.writeHead(400).end();
    else sink(url, request, response);
  });
  try {
    server.listen(options.port, options.host);
    await once(server, 'listening');
  } catch (error) {
    throw explained(error, options);
  }
  const { port } = server.address() as AddressInfo;
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  return {
    url: `${options.tls === undefined ? 'http' : 'https'}://${host}:${port}`,
    port,
    closeConnections: () => server.closeAllConnections(),
    stop: async () => {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function makeServer({ tls }: ResolvedOptions): Server {
  if (tls === undefined) return createServer();
  const clients =
    tls.clientCa === undefined ? {} : { ca: tls.clientCa, requestCert: true, rejectUnauthorized: true };
  try {
    return createTlsServer({ cert: tls.cert, key: tls.key, ...clients });
  } catch (error) {
    throw new ReceiverError(
      'RECEIVER_BAD_OPTION',
      `tls: certificate and key must be PEM text that fits: ${text(error)}`,
      {
        cause: error,
      },
    );
  }
}

function explained(error: unknown, { host, port }: ResolvedOptions): ReceiverError {
  const code = (error as { code?: string }).code;
  if (code === 'EADDRINUSE') {
    const message = `Port ${port} on ${host} is taken. Choose another, or 0 for a free one.`;
    return new ReceiverError('RECEIVER_PORT_TAKEN', message, { cause: error });
  }
  const message = `Cannot listen on ${host} port ${port}: ${text(error)}. Check host and port.`;
  return new ReceiverError('RECEIVER_CANNOT_LISTEN', message, { cause: error });
}

function text(error: unknown): string {
  return (error as { message?: string }).message ?? String(error);
}
