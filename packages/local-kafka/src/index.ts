export { LocalKafkaError, type LocalKafkaErrorCode } from './errors.js';
export { type LocalKafka, startKafka } from './local-kafka.js';
export type { LocalKafkaOptions, SaslListener, TlsListener } from './options.js';
export { type TestKafka, testKafka } from './test-kafka.js';
export { runKafkaTool } from './tool.js';
