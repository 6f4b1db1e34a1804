import * as ack from './ack-keys.js';
import * as admin from './admin-keys.js';
import * as deadLetter from './dead-letter-keys.js';
import { inReferenceOrder } from './event-keys.js';
import * as general from './general-keys.js';
import * as hec from './hec-keys.js';
import * as kafka from './kafka-keys.js';
import type { AnyKey } from './key.js';
import * as route from './route-keys.js';
import * as sasl from './sasl-keys.js';
import * as supervision from './supervision-keys.js';
import type { TlsKeys } from './tls-keys.js';

/** Every key that a file may have, in the order of the reference. */
export const keyTable: readonly AnyKey[] = [
  hec.host,
  hec.port,
  hec.urls,
  hec.token,
  hec.tokenFile,
  hec.channel,
  hec.endpoint,
  hec.sourcetype,
  hec.source,
  hec.useHttps,
  hec.verifySsl,
  hec.useCompression,
  hec.compresslevel,
  hec.ordered,
  ...inReferenceOrder(hec.events),
  ack.enabled,
  ack.poll,
  ack.timeout,
  ack.sessions,
  ...inOrder(hec.tls),
  hec.servername,
  kafka.brokers,
  kafka.consumerGroup,
  kafka.topic,
  kafka.topics,
  kafka.initialOffset,
  kafka.zookeeperServer,
  kafka.zookeeperPort,
  kafka.useRdkafka,
  kafka.useSsl,
  ...inOrder(kafka.ssl),
  sasl.mechanism,
  sasl.username,
  sasl.password,
  sasl.passwordFile,
  sasl.awsRegion,
  sasl.tokenUrl,
  sasl.clientId,
  sasl.clientSecret,
  sasl.clientSecretFile,
  sasl.scope,
  general.workers,
  general.batchSize,
  general.batchBytes,
  general.linger,
  general.memory,
  general.drainDeadline,
  supervision.hangTimeout,
  supervision.workerMemory,
  general.retryAttempts,
  general.sleeptime,
  general.maxSleeptime,
  general.sleepscale,
  general.jitter,
  general.loglevel,
  route.topics,
  route.endpoint,
  route.source,
  route.sourcetype,
  ...inReferenceOrder(route.events),
  deadLetter.directory,
  deadLetter.topic,
  admin.enabled,
  admin.host,
  admin.port,
];

function inOrder(keys: TlsKeys): readonly AnyKey[] {
  return [keys.cafile, keys.certfile, keys.keyfile, keys.password, keys.passwordFile];
}
