import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AdminConfig } from '@kafka-splunk/config';
import type { Log } from '../observe/log.js';
import { handleRequest } from './handle-request.js';
import { isLoopback } from './host-check.js';
import type { AdminSources } from './routes.js';

/** Times of the server, in milliseconds. */
export interface AdminTimes {
  /** For the head of a request, from its first byte. */
  readonly headMs: number;
  /** For a whole request. */
  readonly requestMs: number;
  /** Without a byte in either direction. */
  readonly idleMs: number;
  /** Before a port that is taken is tried again. */
  readonly retryMs: number;
}

/** The times in force. */
export const defaultAdminTimes: AdminTimes = {
  headMs: 5000,
  requestMs: 10_000,
  idleMs: 30_000,
  retryMs: 5000,
};

/** Options of {@link AdminServer}. */
export interface AdminServerOptions {
  readonly config: AdminConfig;
  readonly sources: AdminSources;
  readonly log: Log;
  readonly times?: Partial<AdminTimes>;
}

const MOST_CONNECTIONS = 64;
const MOST_HEADER_BYTES = 8192;

/**
 * Serves status, metrics and the page, from the supervisor's process: whatever it is asked costs no worker anything.
 * A port that cannot be had stops nobody from delivering: it is told, and tried again.
 */
export class AdminServer {
  readonly #options: AdminServerOptions;
  readonly #times: AdminTimes;
  readonly #server: Server;
  #retry: NodeJS.Timeout | undefined;
  #told = false;
  #failedBefore = false;

  constructor(options: AdminServerOptions) {
    const { config, sources, log } = options;
    this.#options = options;
    this.#times = { ...defaultAdminTimes, ...options.times };
    const handler = {
      sources,
      loopbackOnly: isLoopback(config.host),
      onError: (error: unknown) => this.#tellOnce(error),
    };
    this.#server = createServer(
      {
        maxHeaderSize: MOST_HEADER_BYTES,
        headersTimeout: this.#times.headMs,
        requestTimeout: this.#times.requestMs,
        connectionsCheckingInterval: Math.min(1000, this.#times.headMs),
        keepAliveTimeout: this.#times.requestMs,
      },
      (request, response) => void handleRequest(request, response, handler),
    );
    this.#server.maxConnections = MOST_CONNECTIONS;
    // Whoever asks and does not read is let go too.
    this.#server.setTimeout(this.#times.idleMs);
    this.#server.on('error', (error) => this.#fail(error));
    this.#server.on('listening', () => {
      log.info(
        { admin: this.url },
        `status, metrics and the live page are at ${this.url}${this.#failedBefore ? ' now' : ''}`,
      );
    });
  }

  /** Begins to listen. */
  start(): void {
    const { host, port } = this.#options.config;
    this.#server.listen({ host: host.replace(/^\[(.*)\]$/, '$1'), port });
  }

  /** Where it listens; undefined while it does not. */
  get url(): string | undefined {
    const address = this.#server.address() as AddressInfo | null;
    return address === null ? undefined : `http://${this.#options.config.host}:${address.port}`;
  }

  /** Ends it, and every connection. */
  async close(): Promise<void> {
    clearTimeout(this.#retry);
    if (!this.#server.listening) return;
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  #fail(error: Error): void {
    // Errors of a server that listens (too many open files) pass by themselves.
    if (this.#server.listening) return;
    const { config, log } = this.#options;
    if (!this.#failedBefore) {
      log.error(
        { err: error, code: 'ADMIN_NOT_LISTENING' },
        `no status, metrics or page: ${config.host}:${config.port} cannot be had (${error.message}). Events are ` +
          'delivered all the same, and it is tried again; give admin.port another port, or end what has it',
      );
    }
    this.#failedBefore = true;
    this.#retry = setTimeout(() => this.start(), this.#times.retryMs);
  }

  #tellOnce(error: unknown): void {
    if (this.#told) return;
    this.#told = true;
    this.#options.log.error({ err: error }, 'a question to the admin server could not be answered');
  }
}
