import type { StatusCause } from './status-report.js';

/**
 * What can be in the way, as `code` of a cause: the anchor of its section in `docs/runbook.md`. Each with the sentence
 * that an operator needs first.
 */
export const causeCodes = {
  'token-refused':
    'Splunk refuses the token. Check that it exists and is enabled in Splunk, and what stands here.',
  'channel-refused':
    'Splunk wants a channel, or another one. Give hec.channel, or use a token without acknowledgement.',
  'ack-disabled': 'The token has no indexer acknowledgement. Turn it on for the token, or hec.ack off.',
  'index-refused': 'Splunk refuses the index. Allow it for the token, create it, or correct the config.',
  'splunk-busy':
    'Splunk is busy. It is tried again by itself; when it lasts, look at the queues of the indexers.',
  'endpoint-refuses':
    'Something answers, but not as HEC does: look at the URL and at what stands before Splunk.',
  'endpoint-unreachable': 'No connection to Splunk. Look at the address, the network, and TLS.',
  'events-refused': 'Many events in a row were refused for one reason: mend the route or the producer.',
  'dead-letters-stuck':
    'Dead letters cannot be stored. Make room, or mend the rights of the folder or the topic.',
  'partition-paused': 'A partition is not read. The cause says why.',
  'worker-restarting':
    'A worker died and its next process is about to start. Nothing is lost; the log says why.',
  'worker-starting': 'A worker is on its way into the group.',
  'kafka-unreachable': 'No broker lets a worker in. Look at kafka.brokers, the network, TLS, and the login.',
  'no-partitions':
    'Other members of the group have every partition. This program takes over when one of them ends.',
  'waiting-for-splunk':
    'Requests are on their way and Splunk has not answered. They are sent again after a time.',
  'waiting-for-ack':
    'Splunk has taken requests and not indexed them yet. Look at the queues of the indexers.',
  'waiting-for-kafka': 'There are records and none of them came. The partition is asked for anew by itself.',
} as const;

/** One of {@link causeCodes}. */
export type CauseCode = keyof typeof causeCodes;

/** A cause that is known to the runbook. */
export type Cause = Omit<StatusCause, 'code' | 'remedy'> & { readonly code: CauseCode };
