export type { BalancedConsumer } from './balanced-consumer.js';
export type { ConsumerEvent, EventSink } from './consumer-event.js';
export { createBalancedConsumer } from './create-balanced-consumer.js';
export type { DiagnosticsMessage } from './diagnostics.js';
export { ConsumerError, type ConsumerErrorCode, consumerErrorCodes, isConsumerError } from './errors.js';
export { BUDGET_CAUSE, DRAINING_CAUSE } from './flow/pause-reasons.js';
export type { InitialOffset } from './group/start-offsets.js';
export type { LetGoRange, RecordsOf } from './let-go/let-go-range.js';
export type { BalancedConsumerOptions, BrokerOptions, KafkaTls } from './options.js';
export type { OffsetRange } from './range/offset-ranges.js';
export type { RecordBatch, RecordHeader } from './records/record-batch.js';
export { type ClientCredentialsOptions, clientCredentials } from './security/client-credentials.js';
export type {
  BearerToken,
  KafkaSasl,
  MskIamLogin,
  PasswordLogin,
  TokenLogin,
  TokenProvider,
} from './security/sasl.js';
export type { ConsumerSnapshot, ConsumerState, PartitionSnapshot } from './snapshot.js';
export type { TopicPartition } from './topic-partition.js';
export type { TopicPattern } from './topics/topic-selection.js';
