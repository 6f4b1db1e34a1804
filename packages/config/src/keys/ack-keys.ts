import { boolean } from '../kinds/basic-kinds.js';
import { wholeNumber, wordOr } from '../kinds/number-kinds.js';
import { duration } from '../kinds/unit-kinds.js';
import type { Key } from './key.js';

/** Whether events wait for their acknowledgement. */
export const enabled: Key<boolean | 'auto'> = {
  path: 'hec.ack.enabled',
  kind: wordOr('auto', boolean),
  since: 'new',
  absent: '`true` where the section is there, else `false`',
  example: 'true',
  says:
    '`true`: an event is done with when an indexer has said that it is indexed; the token must have acknowledgement on. ' +
    "`auto`: it is waited for where Splunk offers it. `false`: Splunk's 200 is enough.",
};

/** How often it is asked. */
export const poll: Key<number> = {
  path: 'hec.ack.poll',
  kind: duration({ min: 50, max: 60_000 }),
  since: 'new',
  fallback: '1s',
  example: '5s',
  says: 'How often Splunk is asked what is indexed, while something waits.',
};

/** When it is given up. */
export const timeout: Key<number> = {
  path: 'hec.ack.timeout',
  kind: duration({ min: 1000, max: 3_600_000 }),
  since: 'new',
  fallback: '5m',
  example: '3m',
  says:
    'Events that are not acknowledged after this time are read from Kafka and sent again: they can then be there ' +
    'twice. On a quiet indexer the last ones can wait for minutes. Kafka must keep records for longer than this.',
};

/** Sessions for each endpoint. */
export const sessions: Key<number> = {
  path: 'hec.ack.sessions',
  kind: wholeNumber({ min: 1, max: 64 }),
  since: 'new',
  fallback: '2',
  example: '4',
  says:
    'Sessions of each worker with each endpoint: a channel, cookies and connections of their own, so that a load ' +
    'balancer keeps them on one indexer. Twice the number of indexers is a good choice behind one balancer.',
};
