import type { EventSink } from './consumer-event.js';
import { ConsumerError } from './errors.js';
import type { InitialOffset } from './group/start-offsets.js';
import type { RecordBatch } from './records/record-batch.js';
import type { KafkaSasl } from './security/sasl.js';
import type { TopicPartition } from './topic-partition.js';
import { selectTopics, type TopicPattern, type TopicSelection } from './topics/topic-selection.js';

/** TLS to the brokers. PEM text, not paths: reading files is the caller's business. */
export interface KafkaTls {
  /** Certificate authorities, PEM. Default: the ones Node trusts. */
  readonly ca?: string;
  /** Client certificate, PEM. */
  readonly cert?: string;
  /** Key of the client certificate, PEM. */
  readonly key?: string;
  /** Passphrase of an encrypted key. */
  readonly passphrase?: string;
}

/** How to reach the brokers. */
export interface BrokerOptions {
  /** Bootstrap addresses, `host:port`. At least one. */
  readonly brokers: readonly string[];
  /** How this client is named in the broker's logs and quotas. @defaultValue `kafka-balanced-consumer` */
  readonly clientId?: string;
  /**
   * TLS; `true` for the system's authorities. A function is asked again for every new connection, so that renewed
   * certificates are picked up; it must not throw. @defaultValue off
   */
  readonly tls?: boolean | KafkaTls | (() => KafkaTls);
  /** How to log in. @defaultValue no login */
  readonly sasl?: KafkaSasl;
}

/** Options of `createBalancedConsumer`. */
export interface BalancedConsumerOptions extends BrokerOptions {
  /** Consumer group. */
  readonly groupId: string;
  /**
   * Topics by name, or by pattern. At least one. Those that exist are read; those that are missing, or that come to
   * match later, are taken in while running, within `metadataMaxAgeMs`.
   */
  readonly topics: readonly TopicPattern[];
  /** Topics never to be read, whatever `topics` says. @defaultValue none */
  readonly exclude?: readonly TopicPattern[];
  /**
   * Where a partition begins when the group sees its topic for the first time. Partitions that appear later begin at
   * their first record; where the group has a committed offset, it begins there. @defaultValue `earliest`
   */
  readonly initialOffset?: InitialOffset;
  /**
   * Also read records of transactions that are not committed, or were aborted (Kafka's isolation level
   * `read_uncommitted`). @defaultValue false
   */
  readonly readUncommitted?: boolean;
  /**
   * Bytes of fetched records that may be held before fetching pauses; at least 1 MiB. One fetch per broker and one
   * record batch may come on top. @defaultValue 32 MiB
   */
  readonly maxHeldBytes?: number;
  /** Beat of the commits in milliseconds, 10 to 60000; only what moved is committed. @defaultValue 250 */
  readonly commitIntervalMs?: number;
  /**
   * Milliseconds without a heartbeat after which the group gives the partitions away. The broker has bounds of its
   * own, 6000 to 1800000 as it comes (`group.min.session.timeout.ms`). @defaultValue 30000
   */
  readonly sessionTimeoutMs?: number;
  /**
   * How long a rejoin waits for records in flight to settle, milliseconds, 0 to 10000: what settles in that time is
   * committed and not repeated by the partition's next owner. @defaultValue 1000
   */
  readonly rejoinGraceMs?: number;
  /**
   * Longest wait of a fetch in milliseconds, 10 to 10000; also how soon a resume is noticed. While nothing comes and
   * nothing is paused, fetches wait for 2 s where this is less. @defaultValue 500
   */
  readonly fetchWaitMs?: number;
  /** Bytes of one fetch from one broker. @defaultValue 8 MiB, at most half of `maxHeldBytes` */
  readonly fetchBytes?: number;
  /** Bytes of one partition in one fetch. @defaultValue 2 MiB, at most `fetchBytes` */
  readonly fetchBytesPerPartition?: number;
  /**
   * Uses the memory of fetched records again for later ones, once every batch on it has been released. Costs a third
   * less CPU. Only for a sink that keeps no view (`buffer`, `value`, `key`, a header) beyond its last `release` of the
   * batch: what such a view shows would change. What lies ready counts towards `maxHeldBytes`, and goes when fetching rests. @defaultValue false
   */
  readonly reuseMemory?: boolean;
  /** How soon new topics, and new partitions of a topic, are noticed, milliseconds, 100 to 3600000. @defaultValue 30000 */
  readonly metadataMaxAgeMs?: number;
  /**
   * Milliseconds, 1000 to 3600000, after which a partition that should be fetched and is not makes the member join
   * anew; after half of it the partition is sought again. @defaultValue 60000
   */
  readonly stallTimeoutMs?: number;
  /**
   * Takes records over. Called in partition order, synchronously; must not throw. Each record must sooner or
   * later be given to `settle`, unless its partition is lost first.
   */
  readonly onRecords: (batch: RecordBatch) => void;
  /** Partitions that moved away: forget their unsent records, and release the batches you retained. */
  readonly onLost?: (partitions: readonly TopicPartition[]) => void;
  /** Everything worth a log line or a metric. */
  readonly onEvent?: EventSink;
}

/** The options with every default filled in. */
export type ResolvedOptions = Required<Omit<BalancedConsumerOptions, 'sasl'>> &
  Pick<BalancedConsumerOptions, 'sasl'> & {
    /** What `topics` and `exclude` come to. */
    readonly selection: TopicSelection;
  };

const MIB = 1024 * 1024;

/** Name a client goes by where the caller gives none. */
export const DEFAULT_CLIENT_ID = 'kafka-balanced-consumer';

/**
 * Fills the defaults in and checks the bounds.
 *
 * @throws {@link ConsumerError} `KBC_OPTIONS`
 */
export function resolveOptions(options: BalancedConsumerOptions): ResolvedOptions {
  if (options.brokers.length === 0) throw invalid('brokers', 'needs at least one address');
  if (options.topics.length === 0) throw invalid('topics', 'needs at least one topic');
  if (options.groupId === '') throw invalid('groupId', 'must not be empty');
  const selection = selectTopics(options.topics, options.exclude ?? []);
  if (selection.names.length === 0 && !selection.hasPatterns) throw invalid('exclude', 'leaves no topic');
  const maxHeldBytes = within('maxHeldBytes', options.maxHeldBytes ?? 32 * MIB, MIB, Number.MAX_SAFE_INTEGER);
  const half = Math.floor(maxHeldBytes / 2);
  const fetchBytes = within('fetchBytes', options.fetchBytes ?? Math.min(8 * MIB, half), 1024, half);
  const perPartition = options.fetchBytesPerPartition ?? Math.min(2 * MIB, fetchBytes);
  return {
    brokers: options.brokers,
    clientId: options.clientId ?? DEFAULT_CLIENT_ID,
    tls: options.tls ?? false,
    ...(options.sasl === undefined ? {} : { sasl: options.sasl }),
    groupId: options.groupId,
    topics: options.topics,
    exclude: options.exclude ?? [],
    selection,
    initialOffset: checkedStart(options.initialOffset ?? 'earliest'),
    readUncommitted: options.readUncommitted ?? false,
    maxHeldBytes,
    commitIntervalMs: within('commitIntervalMs', options.commitIntervalMs ?? 250, 10, 60_000),
    sessionTimeoutMs: within('sessionTimeoutMs', options.sessionTimeoutMs ?? 30_000, 1000, 1_800_000),
    rejoinGraceMs: within('rejoinGraceMs', options.rejoinGraceMs ?? 1000, 0, 10_000),
    fetchWaitMs: within('fetchWaitMs', options.fetchWaitMs ?? 500, 10, 10_000),
    fetchBytes,
    reuseMemory: options.reuseMemory ?? false,
    fetchBytesPerPartition: within('fetchBytesPerPartition', perPartition, 1024, fetchBytes),
    metadataMaxAgeMs: within('metadataMaxAgeMs', options.metadataMaxAgeMs ?? 30_000, 100, 3_600_000),
    stallTimeoutMs: within('stallTimeoutMs', options.stallTimeoutMs ?? 60_000, 1000, 3_600_000),
    onRecords: options.onRecords,
    onLost: options.onLost ?? (() => {}),
    onEvent: options.onEvent ?? (() => {}),
  };
}

function checkedStart(start: InitialOffset): InitialOffset {
  if (start === 'earliest' || start === 'latest') return start;
  if ('timestamp' in start) {
    within('initialOffset.timestamp', start.timestamp, 0, Number.MAX_SAFE_INTEGER);
    return start;
  }
  for (const { topic, partition, offset } of start.offsets) {
    within(`initialOffset of ${topic}/${partition}`, offset, 0, Number.MAX_SAFE_INTEGER);
  }
  return start;
}

function within(name: string, value: number, least: number, most: number): number {
  if (Number.isFinite(value) && value >= least && value <= most) return Math.floor(value);
  throw invalid(name, `is ${value}, but must be from ${least} to ${most}`);
}

function invalid(name: string, what: string): ConsumerError {
  return new ConsumerError('KBC_OPTIONS', `option ${name} ${what}`);
}
