/** How an answer with a HEC code is treated. */
export type HecReplyClass =
  /** Accepted; never sent again. */
  | 'accepted'
  /** Splunk is busy or unwell: the same events are sent again after a wait. */
  | 'busy'
  /** Something that a person has to mend: sending pauses and is probed. */
  | 'config'
  /** An event is at fault: it is found, set aside, and the rest is sent again. */
  | 'data'
  /** An answer to a health question, no answer to events. */
  | 'health';

/** One row of {@link hecReplyCodes}. */
export interface HecReplyCode {
  /** HTTP status that Splunk sends with it. */
  readonly status: number;
  readonly text: string;
  readonly class: HecReplyClass;
  /** What this client does, and what an operator should do. */
  readonly remedy: string;
}

const row = (status: number, text: string, replyClass: HecReplyClass, remedy: string): HecReplyCode => ({
  status,
  text,
  class: replyClass,
  remedy,
});

const AGAIN = 'Nothing to do: it is sent again after a wait. If it lasts, look at the indexer queues.';
const TOKEN = 'Sending pauses. Check the token in Splunk and here; it goes on by itself when it is right.';
const ASIDE = 'The event is set aside as rejected and the rest is sent. Look at the event and its producer.';
const CHANNEL = 'Sending pauses. Give a channel GUID, or use a token without indexer acknowledgement.';

/**
 * The codes of HEC's answers, 0 to 28.
 *
 * Source: Splunk, "Troubleshoot HTTP Event Collector" (0 to 27); 28 as seen on Splunk Cloud 10.5.
 */
export const hecReplyCodes: Readonly<Record<number, HecReplyCode>> = {
  0: row(200, 'Success', 'accepted', 'Nothing to do.'),
  1: row(403, 'Token disabled', 'config', TOKEN),
  2: row(401, 'Token is required', 'config', TOKEN),
  3: row(401, 'Invalid authorization', 'config', TOKEN),
  4: row(403, 'Invalid token', 'config', TOKEN),
  5: row(400, 'No data', 'data', ASIDE),
  6: row(400, 'Invalid data format', 'data', ASIDE),
  7: row(400, 'Incorrect index', 'data', 'Allow the index for the token, or correct it here.'),
  8: row(500, 'Internal server error', 'busy', AGAIN),
  9: row(503, 'Server is busy', 'busy', AGAIN),
  10: row(400, 'Data channel is missing', 'config', CHANNEL),
  11: row(400, 'Invalid data channel', 'config', 'Sending pauses. The channel must be a GUID.'),
  12: row(400, 'Event field is required', 'data', ASIDE),
  13: row(400, 'Event field cannot be blank', 'data', ASIDE),
  14: row(400, 'ACK is disabled', 'config', 'Turn acknowledgement off here, or on for the token.'),
  15: row(400, 'Error in handling indexed fields', 'data', ASIDE),
  16: row(400, 'Query string authorization is not enabled', 'config', TOKEN),
  17: row(200, 'HEC is healthy', 'health', 'Nothing to do.'),
  18: row(503, 'HEC is unhealthy, queues are full', 'busy', AGAIN),
  19: row(503, 'HEC is unhealthy, ack service unavailable', 'busy', AGAIN),
  20: row(503, 'HEC is unhealthy, queues are full, ack service unavailable', 'busy', AGAIN),
  21: row(400, 'Invalid token', 'config', TOKEN),
  22: row(400, 'Token disabled', 'config', TOKEN),
  23: row(503, 'Server is shutting down', 'busy', AGAIN),
  24: row(200, 'HEC is healthy, queue is approaching capacity', 'accepted', 'Add indexing capacity soon.'),
  25: row(200, 'HEC is healthy, ack is approaching capacity', 'accepted', 'Add indexing capacity soon.'),
  26: row(429, 'Queue at capacity', 'busy', AGAIN),
  27: row(429, 'Ack channel at capacity', 'busy', AGAIN),
  28: row(400, 'Data channel is missing', 'config', CHANNEL),
};
