/** What came of a request: an HTTP answer, or none. */
export type Answer = HttpAnswer | FailedRequest;

/** The server answered. */
export interface HttpAnswer {
  readonly kind: 'answer';
  readonly status: number;
  /** At most 64 KiB of the body; empty where it was longer or broke off. */
  readonly body: string;
  readonly retryAfter?: string;
  /** The clock of who answered: the header `Date`. */
  readonly date?: string;
  /** `Set-Cookie` headers. */
  readonly setCookie?: readonly string[];
}

/** There was no answer. */
export interface FailedRequest {
  readonly kind: 'failed';
  /** The system's, OpenSSL's or undici's name of it, where it has one. */
  readonly code?: string;
  /** In words, without secrets. */
  readonly text: string;
  /** Whether the server may have taken the events all the same. */
  readonly ambiguous: boolean;
  /** Whether somebody has to mend it: an unknown host, a certificate that does not hold. */
  readonly config: boolean;
}
