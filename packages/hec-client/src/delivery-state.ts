/** State of an endpoint or a destination, with its cause in words an operator can act on. */
export interface DeliveryState {
  /**
   * The endpoint's base URL (with the address behind it where its name has several), or the destination's label.
   * Never a token.
   */
  readonly name: string;
  readonly scope: 'endpoint' | 'destination';
  /**
   * `ok`; `backing-off`: sent again by itself at `until`; `paused`: an auth or configuration error that somebody has
   * to mend, probed until it heals.
   */
  readonly state: 'ok' | 'backing-off' | 'paused';
  /** `503 Server is busy (code 9)`, `connect ECONNREFUSED 127.0.0.1:8088`. */
  readonly cause?: string;
  /** Since when, milliseconds since the epoch. */
  readonly since: number;
  /** Next attempt, milliseconds since the epoch. */
  readonly until?: number;
  /** Failed attempts in a row. */
  readonly failures: number;
  /** True after {@link BackoffOptions.reportAfter} failures in a row. It is tried on for ever all the same. */
  readonly down: boolean;
}

/** Where the client stands. Plain data. */
export interface ClientSnapshot {
  /**
   * Bytes of all bodies, open, waiting and in flight: what they occupy, not only what is filled. With `ack.hold:
   * 'caller'` also 2 KiB for each request that waits for its acknowledgement.
   */
  readonly heldBytes: number;
  /** Requests that wait for their answer. */
  readonly inFlight: number;
  /** Requests that were taken and wait for their acknowledgement. */
  readonly awaitingAck: number;
  /** Every endpoint, and every destination that is not `ok`. */
  readonly states: readonly DeliveryState[];
  readonly counts: DeliveryCounts;
}

/** Counted since the client was made. */
export interface DeliveryCounts {
  /** Requests sent. */
  readonly requests: number;
  /** Requests that brought nothing in: refused, failed or not understood. */
  readonly refused: number;
  /** Events that were sent a second or further time. */
  readonly resentEvents: number;
  /**
   * Events sent again after an attempt that may have been accepted (a lost answer, 500, 502, 504, an acknowledgement
   * that did not come): the only duplicates this client can cause.
   */
  readonly duplicatesPossible: number;
  /** Events whose outcome is `delivered` or `acknowledged`. */
  readonly deliveredEvents: number;
  /** Events whose outcome is `acknowledged`. */
  readonly acknowledgedEvents: number;
  /** Events that were taken and not acknowledged in time; they are sent again, here or by the caller. */
  readonly unacknowledgedEvents: number;
  readonly rejectedEvents: number;
}
