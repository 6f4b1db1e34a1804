export {
  createRecordProducer,
  type ProducerRecord,
  type RecordProducer,
  type RecordProducerOptions,
} from './broker/record-producer.js';
export { ConsumerError, type ConsumerErrorCode, isConsumerError } from './errors.js';
export type { BrokerOptions, KafkaTls } from './options.js';
export type { RecordHeader } from './records/record-batch.js';
export type { KafkaSasl } from './security/sasl.js';
