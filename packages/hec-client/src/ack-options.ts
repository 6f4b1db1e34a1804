/**
 * Indexer acknowledgement. With it an event counts as `acknowledged` when an indexer has said that it is indexed, not
 * when it was taken; a crash of the indexer in between loses nothing. The token must have it too (`useACK`).
 */
export interface AckOptions {
  /**
   * `true`: nothing counts without an acknowledgement; a token that gives none pauses the endpoint. `'auto'`: where
   * Splunk answers with an ackId it is waited for, else its 200 decides (outcome `delivered`). @defaultValue true
   */
  readonly enabled?: boolean | 'auto';
  /** How often it is asked, in milliseconds, 1 or more, while something waits. @defaultValue 1000 */
  readonly pollMs?: number;
  /**
   * After so many milliseconds without an acknowledgement events are given up for this session. Splunk recommends 5
   * minutes: on a quiet indexer the last events can wait long. @defaultValue 300000
   */
  readonly timeoutMs?: number;
  /** Sessions for each endpoint: each has its own channel, cookies and connections. 1 to 64. @defaultValue 2 */
  readonly sessions?: number;
  /**
   * Who holds the events until they are acknowledged. `body`: this client, inside `maxHeldBytes`; what is not
   * acknowledged in time is sent again through another session. `caller`: the bytes are let go with Splunk's 200, which
   * `onTaken` tells; what is not acknowledged in time gets the outcome `unacknowledged`, and is the caller's to send
   * again. A request that waits then counts as 2 KiB of `maxHeldBytes`. @defaultValue body
   */
  readonly hold?: 'body' | 'caller';
}
