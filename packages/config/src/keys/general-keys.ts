import { oneOf } from '../kinds/basic-kinds.js';
import { decimalNumber, wholeNumber, wordOr } from '../kinds/number-kinds.js';
import { duration, size } from '../kinds/unit-kinds.js';
import type { Key } from './key.js';

const KIB = 1024;
const MIB = 1024 * KIB;
const GIB = 1024 * MIB;

/** Worker processes. */
export const workers: Key<number | 'auto'> = {
  path: 'general.workers',
  kind: wordOr('auto', wholeNumber({ min: 1, max: 1024 })),
  since: 'original',
  fallback: 'auto',
  example: '4',
  says:
    'Worker processes; `auto` is one per core that this process may use. More than the topics have partitions, over ' +
    'all machines of the group, stay idle.',
};

/** Events per request. */
export const batchSize: Key<number> = {
  path: 'general.batch_size',
  kind: wholeNumber({ min: 1, max: 10_000_000 }),
  since: 'original',
  absent: 'no count; `batch_bytes` and `linger` decide',
  example: '1024',
  says:
    'Most events in a request. The original waited until exactly so many were there; now a request also goes when it ' +
    'is full by bytes or its oldest event is `linger` old.',
};

/** Bytes per request. */
export const batchBytes: Key<number> = {
  path: 'general.batch_bytes',
  kind: size({ min: 16 * KIB, max: 64 * MIB }),
  since: 'new',
  fallback: '1MiB',
  example: '4MiB',
  says:
    'Most bytes in a request before compression; one larger event goes alone. Larger bodies cost less CPU per event; ' +
    "Splunk's own limit (`max_content_length`) must allow them.",
};

/** Age of a request. */
export const linger: Key<number> = {
  path: 'general.linger',
  kind: duration({ min: 1, max: 60_000 }),
  since: 'new',
  fallback: '200ms',
  example: '1s',
  says: 'Longest time that an event waits for its request to fill up.',
};

/** Bytes held. */
export const memory: Key<number> = {
  path: 'general.memory',
  kind: size({ min: 16 * MIB, max: 64 * GIB }),
  since: 'new',
  fallback: '128MiB',
  example: '512MiB',
  says:
    'Bytes of records that all workers together may hold while Splunk is slow. When it is used up, fetching pauses. ' +
    'The processes themselves come on top.',
};

/** The time to drain. */
export const drainDeadline: Key<number> = {
  path: 'general.drain_deadline',
  kind: duration({ min: 1000, max: 3_600_000 }),
  since: 'new',
  fallback: '25s',
  example: '50s',
  says:
    'On SIGTERM or SIGINT: time to send what is held and to commit. Keep it below what your service manager waits ' +
    'before it kills (30 s in Kubernetes).',
};

/** Failures before an endpoint counts as down. */
export const retryAttempts: Key<number> = {
  path: 'network.retry_attempts',
  kind: wholeNumber({ min: 1, max: 1_000_000 }),
  since: 'original',
  absent: '5',
  example: '5',
  says:
    'After so many failures in a row the endpoint is reported as down. It ends nothing: retries go on until Splunk ' +
    'takes the events.',
};

/** The first wait. */
export const sleeptime: Key<number> = {
  path: 'network.sleeptime',
  kind: decimalNumber({ min: 0.01, max: 86_400 }, 'seconds'),
  since: 'original',
  absent: '0.25, half of it random',
  example: '0.5',
  says: 'First wait after a failure. Without the key, events flow again within two seconds of the return of Splunk.',
};

/** The longest wait. */
export const maxSleeptime: Key<number> = {
  path: 'network.max_sleeptime',
  kind: decimalNumber({ min: 0.01, max: 86_400 }, 'seconds'),
  since: 'original',
  absent: '5',
  example: '10',
  says: 'Longest wait after a failure.',
};

/** Growth of the wait. */
export const sleepscale: Key<number> = {
  path: 'network.sleepscale',
  kind: decimalNumber({ min: 1, max: 100 }),
  since: 'original',
  absent: '2',
  example: '1.5',
  says: 'Each wait is so many times the one before.',
};

/** Spread of the wait. */
export const jitter: Key<number> = {
  path: 'network.jitter',
  kind: decimalNumber({ min: 0, max: 86_400 }, 'seconds'),
  since: 'original',
  absent: 'half of the wait',
  example: '1',
  says: 'Each wait is made up to so much longer or shorter by chance, so that workers do not come back in step.',
};

/** The log level. */
export const loglevel: Key<'debug' | 'info' | 'warning' | 'error' | 'critical'> = {
  path: 'logging.loglevel',
  kind: oneOf('debug', 'info', 'warning', 'error', 'critical'),
  since: 'original',
  fallback: 'warning',
  example: 'info',
  says: 'Least important messages to log.',
};
