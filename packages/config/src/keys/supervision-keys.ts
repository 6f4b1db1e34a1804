import { wordOr } from '../kinds/number-kinds.js';
import { duration, size } from '../kinds/unit-kinds.js';
import type { Key } from './key.js';

const MIB = 1024 * 1024;

/** Silence that makes a worker a hanging one. */
export const hangTimeout: Key<number> = {
  path: 'general.hang_timeout',
  kind: duration({ min: 2000, max: 3_600_000 }),
  since: 'new',
  fallback: '10s',
  example: '30s',
  says:
    'A worker that reports nothing for so long hangs: it is killed and replaced. Reports come each second, whatever ' +
    'Kafka and Splunk do. After ten seconds the group gives its partitions away in any case.',
};

/** Resident memory of one worker. */
export const workerMemory: Key<number | 'auto'> = {
  path: 'general.worker_memory',
  kind: wordOr('auto', size({ min: 128 * MIB, max: 1024 * 1024 * MIB })),
  since: 'new',
  fallback: 'auto',
  example: '768MiB',
  says:
    'Resident memory that one worker process may take; above it for three seconds, it settles what it holds and is ' +
    'replaced. `auto` is 512 MiB and twice its share of `memory`, or its part of what the container may take where ' +
    'that is less.',
};
