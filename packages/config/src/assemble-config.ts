import { assembleHecRules, assembleRoute } from './assemble-routes.js';
import { consumedTopics } from './check/consumed-topics.js';
import type { Values } from './check/values.js';
import type { AckConfig, AdminConfig, Config, KafkaLogin, TlsFiles } from './config.js';
import * as ack from './keys/ack-keys.js';
import * as admin from './keys/admin-keys.js';
import * as deadLetter from './keys/dead-letter-keys.js';
import * as general from './keys/general-keys.js';
import * as hec from './keys/hec-keys.js';
import * as kafka from './keys/kafka-keys.js';
import * as supervision from './keys/supervision-keys.js';
import type { Secret } from './secret.js';

/** What was read from files that the configuration names. */
export interface FileParts {
  readonly token: Secret;
  readonly hecTls: TlsFiles | undefined;
  readonly kafkaTls: TlsFiles | undefined;
  readonly kafkaLogin: KafkaLogin | undefined;
}

/** Makes the configuration from values that have passed every check. */
export function assembleConfig(values: Values, files: FileParts): Config {
  const consumed = consumedTopics(values);
  return frozen({
    hec: present({
      urls: assembleUrls(values),
      channel: values.value(hec.channel),
      token: files.token,
      tokenFile: values.value(hec.tokenFile),
      verifySsl: values.certain(hec.verifySsl),
      tls: files.hecTls,
      gzipLevel: values.certain(hec.useCompression) ? values.certain(hec.compresslevel) : undefined,
      ordered: values.certain(hec.ordered),
      ack: assembleAck(values),
    }),
    kafka: present({
      brokers: values.list(kafka.brokers),
      group: values.certain(kafka.consumerGroup),
      topics: [...new Set(consumed?.names)],
      topicPatterns: consumed?.patterns ?? [],
      excludedTopics: consumed?.excluded ?? [],
      initialOffset: values.certain(kafka.initialOffset),
      tls: files.kafkaTls,
      sasl: files.kafkaLogin,
    }),
    general: present({
      workers: values.certain(general.workers),
      batchSize: values.value(general.batchSize),
      batchBytes: values.certain(general.batchBytes),
      lingerMs: values.certain(general.linger),
      memoryBytes: values.certain(general.memory),
      drainDeadlineMs: values.certain(general.drainDeadline),
      hangTimeoutMs: values.certain(supervision.hangTimeout),
      workerMemoryBytes: values.certain(supervision.workerMemory),
    }),
    network: present({
      retryAttempts: values.value(general.retryAttempts),
      firstWaitMs: milliseconds(values.value(general.sleeptime)),
      maxWaitMs: milliseconds(values.value(general.maxSleeptime)),
      factor: values.value(general.sleepscale),
      jitterMs: milliseconds(values.value(general.jitter)),
    }),
    logging: { level: values.certain(general.loglevel) },
    routes: values.items('routes[]').map((item) => assembleRoute(item, values)),
    unrouted: assembleHecRules(values),
    deadLetters: present({
      directory: values.certain(deadLetter.directory),
      topic: values.value(deadLetter.topic),
    }),
    ...present({ admin: assembleAdmin(values) }),
  });
}

function assembleUrls(values: Values): readonly string[] {
  const urls = values.list(hec.urls);
  if (urls.length > 0) return urls;
  const scheme = values.certain(hec.useHttps) ? 'https' : 'http';
  return [`${scheme}://${values.certain(hec.host)}:${values.certain(hec.port)}`];
}

function assembleAck(values: Values): AckConfig | undefined {
  const enabled = values.value(ack.enabled) ?? values.mentioned('hec.ack') !== undefined;
  if (enabled === false) return undefined;
  return {
    enabled,
    pollMs: values.certain(ack.poll),
    timeoutMs: values.certain(ack.timeout),
    sessions: values.certain(ack.sessions),
  };
}

function assembleAdmin(values: Values): AdminConfig | undefined {
  if (!values.certain(admin.enabled)) return undefined;
  return { host: values.certain(admin.host), port: values.certain(admin.port) };
}

function milliseconds(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : Math.round(seconds * 1000);
}

/** The same object without the members that are undefined: the types say "absent", not "undefined". */
type Present<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

function present<T extends object>(parts: T): Present<T> {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as Present<T>;
}

/** A configuration is read by many and changed by nobody. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(frozen);
  }
  return value;
}
