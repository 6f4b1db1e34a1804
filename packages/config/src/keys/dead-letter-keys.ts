import { path } from '../kinds/basic-kinds.js';
import { topic as topicKind } from '../kinds/network-kinds.js';
import type { Key } from './key.js';

/** The folder of the dead letters. */
export const directory: Key<string> = {
  path: 'dead_letters.directory',
  kind: path,
  since: 'new',
  fallback: './dead-letters',
  example: '/var/lib/kafka-splunk/dead-letters',
  says:
    'Folder for events that Splunk will never take, one file per worker: `<group>-<worker>.jsonl`. An offset is ' +
    'committed only once its dead letter is on the disk. With `topic` only what is too large for it goes here.',
};

/** The topic of the dead letters. */
export const topic: Key<string> = {
  path: 'dead_letters.topic',
  kind: topicKind,
  since: 'new',
  absent: 'files in `directory`',
  example: 'orders.dead',
  says:
    'Topic of the same cluster for them instead; it must exist, with `cleanup.policy=delete`, and is not read by this ' +
    'file (`kafka.topics`). An offset is committed only once all in-sync replicas have its dead letter.',
};
