export { createKafkaCheckup } from './broker/kafka-checkup.js';
export { probeTopic, type TopicProbe } from './broker/probe-topic.js';
export { type RemoveMemberOptions, removeMember } from './broker/remove-member.js';
export {
  createTopicAdmin,
  type OffsetOfPartition,
  type PartitionBounds,
  type TopicAdmin,
} from './broker/topic-admin.js';
export { ConsumerError, type ConsumerErrorCode, isConsumerError } from './errors.js';
export type { BrokerOptions, KafkaTls } from './options.js';
export type { BrokerFault, BrokerProbe, ProbeBrokerOptions } from './probe/broker-probe.js';
export type {
  ClusterBroker,
  GroupFacts,
  KafkaCheckup,
  KafkaCheckupOptions,
  PartitionPlace,
  SelectedTopics,
  TopicFacts,
} from './probe/checkup.js';
export { probeBroker } from './probe/probe-broker.js';
export type { KafkaSasl } from './security/sasl.js';
export type { TopicPartition } from './topic-partition.js';
