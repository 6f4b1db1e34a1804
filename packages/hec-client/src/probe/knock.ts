import { isIP } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import type { HecTls } from '../options.js';

/** What a port says to a handshake of TLS. */
export interface Knock {
  /** Whether it speaks TLS at all. */
  readonly speaksTls: boolean;
  /** The code of what it complained about, OpenSSL's name: the client's certificate, for instance. */
  readonly complaint?: string;
}

/** What is known of the port. */
export interface KnockOptions {
  readonly origin: string;
  readonly address?: string | undefined;
  readonly tls?: HecTls | undefined;
  /** For connecting and shaking hands. */
  readonly timeoutMs: number;
}

/** With TLS 1.3 a server complains about the client only after the client's part is done. */
const COMPLAINT_MS = 500;

/** Shakes hands with a port, sends nothing, and trusts nobody: whatever its certificate is worth. Never rejects. */
export function knock({ origin, address, tls, timeoutMs }: KnockOptions): Promise<Knock> {
  const { hostname, port, protocol } = new URL(origin);
  const name = hostname.replace(/^\[(.*)\]$/, '$1');
  const { verify: _, ...material } = tls ?? {};
  return new Promise((resolve) => {
    let shaken = false;
    let socket: TLSSocket;
    try {
      socket = connect({
        host: address ?? name,
        port: Number(port || (protocol === 'https:' ? 443 : 80)),
        ...(isIP(name) === 0 ? { servername: name } : {}),
        ...material,
        rejectUnauthorized: false,
      });
    } catch (error) {
      // PEM that is none, a key that does not go with its certificate.
      resolve({ speaksTls: false, complaint: (error as NodeJS.ErrnoException).code ?? 'ERR_OSSL_' });
      return;
    }
    const end = (complaint?: string): void => {
      socket.destroy();
      resolve({ speaksTls: shaken, ...(complaint === undefined ? {} : { complaint }) });
    };
    socket.setTimeout(timeoutMs, () => end());
    socket.once('secureConnect', () => {
      shaken = true;
      socket.setTimeout(COMPLAINT_MS);
      socket.resume();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => end(error.code));
    socket.once('close', () => end());
  });
}
