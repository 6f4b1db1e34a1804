import { anything, boolean, oneOf, text } from '../kinds/basic-kinds.js';
import { type Instant, instant } from '../kinds/instant.js';
import { broker, topic as topicKind } from '../kinds/network-kinds.js';
import { type TopicEntry, topicEntry } from '../kinds/topic-entry.js';
import type { Key, ListKey } from './key.js';
import { type TlsKeys, tlsKeys } from './tls-keys.js';

/** The brokers to start from. */
export const brokers: ListKey<string> = {
  path: 'kafka.brokers',
  list: true,
  kind: broker,
  since: 'original',
  required: true,
  example: '[kafka-1.example.com:9092, kafka-2.example.com:9092]',
  says: 'Brokers to ask first; they name the others. Two or three are enough.',
};

/** No longer needed. */
export const zookeeperServer: Key<string> = {
  path: 'kafka.zookeeper_server',
  kind: anything,
  since: 'original',
  example: 'localhost',
  retired: 'is not needed any more: the brokers coordinate the group. You can remove it.',
  says: 'Does nothing any more: the brokers coordinate the group.',
};

/** No longer needed. */
export const zookeeperPort: Key<string> = {
  path: 'kafka.zookeeper_port',
  kind: anything,
  since: 'original',
  example: '2181',
  retired: 'is not needed any more: the brokers coordinate the group. You can remove it.',
  says: 'Does nothing any more: the brokers coordinate the group.',
};

/** The consumer group. */
export const consumerGroup: Key<string> = {
  path: 'kafka.consumer_group',
  kind: text,
  since: 'original',
  required: true,
  example: 'splunk',
  says: 'Consumer group. All workers on all machines that share the topics have the same one.',
};

/** One topic. */
export const topic: Key<string> = {
  path: 'kafka.topic',
  kind: topicKind,
  since: 'original',
  absent: 'this or `topics` is needed',
  example: 'nginx',
  says: 'The topic to read. For several, use `topics` instead.',
};

/** Several topics. */
export const topics: ListKey<TopicEntry> = {
  path: 'kafka.topics',
  list: true,
  kind: topicEntry,
  since: 'new',
  absent: 'none',
  example: '[nginx, /^app-/, "!app-debug", "!/-test$/"]',
  says:
    'The topics to read: names, and patterns between slashes (`/…/i` for any case), which match anywhere in a name and ' +
    'take in topics that come later. What stands behind `!` is left out; such an entry needs quotes. One that is ' +
    'missing holds nobody back. Not beside `topic`.',
};

const INITIAL_OFFSET = 'earliest, latest, or a time as 2026-01-31T08:00:00Z';

/** Where to start without a commit. */
export const initialOffset: Key<'earliest' | 'latest' | Instant> = {
  path: 'kafka.initial_offset',
  kind: {
    expected: INITIAL_OFFSET,
    schema: {
      words: ['earliest', 'latest'],
      text: '^([eE][aA][rR][lL][iI][eE][sS][tT]|[lL][aA][tT][eE][sS][tT]|\\d{4}-\\d{2}-\\d{2}[Tt ].+)$',
    },
    read: (value) => {
      const reading = oneOf('earliest', 'latest').read(value);
      if ('value' in reading) return reading;
      const at = instant.read(value);
      return 'value' in at ? at : { expected: `${INITIAL_OFFSET}; any other word used to mean latest` };
    },
  },
  since: 'original',
  fallback: 'earliest',
  example: 'latest',
  says:
    'Where the group starts on a partition for which it has no committed offset. `latest` is looked up and committed ' +
    'at first sight, so that nothing that arrives later is passed over. A time with its zone means the first record ' +
    'that is not older.',
};

/** No longer needed. */
export const useRdkafka: Key<string> = {
  path: 'kafka.use_rdkafka',
  kind: anything,
  since: 'original',
  example: 'true',
  retired: 'is not needed any more: there is one Kafka client, and it is the fast one. You can remove it.',
  says: 'Does nothing any more: there is one Kafka client, and it is the fast one.',
};

/** TLS towards the brokers. */
export const useSsl: Key<boolean> = {
  path: 'kafka.ssl.use_ssl',
  kind: boolean,
  since: 'original',
  fallback: 'false',
  example: 'true',
  says: 'TLS towards the brokers. With `false` no file of the section is read.',
};

/** Files for TLS towards the brokers. */
export const ssl: TlsKeys = tlsKeys('kafka.ssl', 'original');
