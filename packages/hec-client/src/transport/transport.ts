import type { Answer } from './answer.js';

/** A request to be made. */
export interface OutgoingRequest {
  /** @defaultValue POST */
  readonly method?: 'GET' | 'POST';
  /** Without the token, for questions to whoever may be there. @defaultValue false */
  readonly anonymous?: boolean;
  /** Path and query, the base URL's own path included. */
  readonly path: string;
  readonly contentType: string;
  readonly body: Uint8Array;
  /** Whether the body is compressed already. */
  readonly gzip: boolean;
  /** Milliseconds, where it must not wait as long as others. */
  readonly timeoutMs?: number;
  /** What the session adds: channel and cookies. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** The connections of one session to one endpoint. */
export interface Transport {
  /** Makes a request. Never rejects: what goes wrong is an answer too. */
  post(request: OutgoingRequest): Promise<Answer>;
  /** Breaks off every request and closes the connections. */
  close(): Promise<void>;
}
