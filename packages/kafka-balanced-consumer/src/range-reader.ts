export type { ConsumerEvent, EventSink } from './consumer-event.js';
export { ConsumerError, type ConsumerErrorCode, isConsumerError } from './errors.js';
export type { BrokerOptions, KafkaTls } from './options.js';
export {
  createRangeReader,
  type RangeReader,
  type RangeReaderOptions,
  type RangeResult,
} from './range/create-range-reader.js';
export type { OffsetRange } from './range/offset-ranges.js';
export type { RecordBatch, RecordHeader } from './records/record-batch.js';
export { type KeptRecord, recordBatchOf } from './records/record-batch-of.js';
export { type RecordSlice, sliceOf } from './records/record-slice.js';
export type { RecordFields } from './records/record-writer.js';
export type { KafkaSasl } from './security/sasl.js';
export type { TopicPartition } from './topic-partition.js';
