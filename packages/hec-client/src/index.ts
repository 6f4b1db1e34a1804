export type { AckOptions } from './ack-options.js';
export type { Batch } from './batch/batch.js';
export type {
  AddOptions,
  BatcherEvent,
  BatcherSnapshot,
  CloseOptions,
  CloseReport,
  EventOutcome,
  HecBatcher,
  HecBatcherOptions,
} from './batcher/batcher.js';
export { createHecBatcher } from './batcher/create-batcher.js';
export type { HecClient } from './client.js';
export { noAckIdCause } from './delivery/no-ack-id.js';
export type { ClientSnapshot, DeliveryCounts, DeliveryState } from './delivery-state.js';
export type { Destination, DestinationSpec } from './destination.js';
export type { EndpointView, LookupOptions, PickEndpoint } from './endpoints.js';
export { type ErrorCodeInfo, HecError, type HecErrorCode, hecErrorCodes, isHecError } from './errors.js';
export { createHecClient } from './hec-client.js';
export {
  type HecOutcome,
  type HecRequestEnd,
  type HecRequestStart,
  type HecRetry,
  hecChannels,
} from './observe/channels.js';
export type { BackoffOptions, HecClientOptions, HecTls, Outage, ProbeOptions } from './options.js';
export type { EventRange, OutcomeListener, OutcomeRun, TakenListener } from './outcome.js';
export { type TokenFileOptions, tokenFromFile } from './token-from-file.js';
export type { HecDispatcher } from './transport/dispatcher.js';
export { type EventHead, type EventHeadOptions, type EventMetadata, eventHead } from './wire/event-head.js';
export { type HecReplyClass, type HecReplyCode, hecReplyCodes } from './wire/hec-codes.js';
export type { HecEvent, HecFieldValue, LocalRefusal, PremadeEnvelope } from './wire/hec-event.js';
export {
  type MetricMetadata,
  type MultiMetric,
  multiMetric,
  type SingleMetric,
  singleMetric,
} from './wire/metric.js';
export { type CheckedEnvelope, checkEnvelope, checkEvent } from './wire/premade-envelope.js';
