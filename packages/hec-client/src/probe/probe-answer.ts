/** Why an endpoint gave no answer. */
export type ProbeFault =
  /** The name has no address. */
  | 'unknown-host'
  /** Nobody listens there. */
  | 'refused'
  /** The network, or the resolver of names, leads nowhere. */
  | 'unreachable'
  /** No answer in time. */
  | 'timeout'
  /** The URL says `http`, and the port speaks TLS. */
  | 'wants-tls'
  /** The URL says `https`, and the port speaks HTTP without TLS. */
  | 'speaks-no-tls'
  /** No authority that is trusted has signed its certificate. */
  | 'untrusted-certificate'
  /** Its certificate is for another name. */
  | 'other-name'
  /** Its certificate is not valid yet, or not any more. */
  | 'expired-certificate'
  /** It wants a client certificate, or another one. */
  | 'wants-client-certificate'
  /** TLS failed in another way. */
  | 'tls-failed'
  /** It took the connection, and answered nothing that is HTTP. */
  | 'no-answer'
  /** The token cannot be read, or no header can carry it. */
  | 'no-token';

/** What came of one question to an endpoint. */
export type ProbeAnswer =
  | {
      readonly kind: 'answer';
      /** HTTP status. */
      readonly status: number;
      /** HEC's code, see {@link hecReplyCodes}; undefined where the answer is not HEC's, as a page of a proxy. */
      readonly code?: number;
      /** HEC's own words to the code. */
      readonly text?: string;
      /** The id under which the events will be acknowledged. */
      readonly ackId?: number;
      /** From sending to the end of the answer, in milliseconds. */
      readonly ms: number;
      /**
       * How far the clock of who answered is before ours, in milliseconds; negative where it is behind. It is told in
       * whole seconds, so what lies within them and the way counts as 0. Undefined where the answer has no `Date`.
       */
      readonly clockAheadMs?: number;
    }
  | {
      readonly kind: 'fault';
      readonly fault: ProbeFault;
      /** What the system, OpenSSL or undici said; no secrets. */
      readonly text: string;
    };
