import type { Config, TlsWatchOptions } from '@kafka-splunk/config';
import type { BackoffOptions, HecClientOptions } from '@kafka-splunk/hec-client';
import type { BalancedConsumerOptions } from '@kafka-splunk/kafka-balanced-consumer';
import { hecTlsInForce, hecToken } from '../access/hec-access.js';
import { kafkaAccess } from '../access/kafka-access.js';
import { presentFields } from './present-fields.js';

type ConsumerSettings = Omit<BalancedConsumerOptions, 'onRecords' | 'onLost' | 'onEvent'>;
type ClientSettings = Omit<
  HecClientOptions<never>,
  'newContext' | 'onTaken' | 'onOutcome' | 'onRoom' | 'onState'
>;

/** The options of both libraries for one worker. */
export interface WorkerOptions {
  readonly consumer: ConsumerSettings;
  readonly client: ClientSettings;
}

/** Hears of files that changed while the program runs, in words for the log. */
export type RotationListener = (what: 'taken' | 'refused', words: string) => void;

const MIB = 1024 * 1024;

function backoff({
  retryAttempts,
  firstWaitMs,
  maxWaitMs,
  factor,
  jitterMs,
}: Config['network']): BackoffOptions {
  return presentFields({
    reportAfter: retryAttempts,
    firstMs: firstWaitMs,
    maxMs: maxWaitMs,
    factor,
    jitterMs,
  });
}

/**
 * What the libraries are told for one of `workers` workers. The memory of the file is for all of them: each takes
 * its part, half for what is fetched and half for request bodies, with no talk between the processes.
 *
 * @param tell - told of certificates that were renewed while it runs
 */
export function workerOptions(
  config: Config,
  workers: number,
  tell: RotationListener = () => {},
): WorkerOptions {
  const watch = (section: string): TlsWatchOptions => ({
    onTaken: () => tell('taken', `the files under ${section} have changed; new connections use them`),
    onRefused: (reason) =>
      tell(
        'refused',
        `the changed files under ${section} cannot be used, those from before stay in force: ${reason}`,
      ),
  });
  const { hec, kafka, general } = config;
  const half = Math.floor(general.memoryBytes / workers / 2);
  return {
    consumer: presentFields({
      ...kafkaAccess(kafka, watch('kafka.ssl')),
      groupId: kafka.group,
      topics: [...kafka.topics, ...kafka.topicPatterns],
      exclude: kafka.excludedTopics,
      initialOffset: kafka.initialOffset,
      // How long the partitions of a worker that was killed stand still. Heartbeats go out every second whatever Splunk
      // does, so a third of the usual 30 s is long enough for a live one.
      sessionTimeoutMs: 10_000,
      maxHeldBytes: half,
      // Small beside the budget: what one fetch brings too much is what a live route lacks beside a dead one.
      reuseMemory: true,
      fetchBytes: Math.min(8 * MIB, Math.floor(half / 4)),
      fetchBytesPerPartition: Math.min(2 * MIB, Math.floor(half / 8)),
    }),
    client: presentFields({
      urls: hec.urls,
      lookup: {},
      token: hecToken(hec),
      channel: hec.channel,
      tls: hecTlsInForce(hec, watch('hec.tls')),
      gzip: hec.gzipLevel === undefined ? undefined : { level: hec.gzipLevel },
      maxEvents: general.batchSize,
      maxBytes: general.batchBytes,
      lingerMs: general.lingerMs,
      maxHeldBytes: half,
      ordered: hec.ordered,
      // Bodies held until the acknowledgement would cap the rate at memory over delay. Kafka still has the bytes.
      ack: hec.ack && { ...hec.ack, hold: 'caller' as const },
      backoff: backoff(config.network),
    }),
  };
}
