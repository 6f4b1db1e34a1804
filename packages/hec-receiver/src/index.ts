export type { Acks } from './acks/indexer-tier.js';
export type { DestinationCount } from './counting/destination-counts.js';
export type { RequestCounts } from './counting/request-counts.js';
export type { RunCount, Runs } from './counting/run-counts.js';
export { isReceiverError, ReceiverError, type ReceiverErrorCode, receiverErrorCodes } from './errors.js';
export type {
  AnswerFault,
  ConnectionFault,
  Fault,
  PoisonFault,
  RequestMatch,
  SeenRequest,
  SlowFault,
} from './faults/fault.js';
export type { Faults, FaultTarget } from './faults/fault-script.js';
export { addFault, parseFault, type WrittenFault } from './faults/fault-text.js';
export type { HealthCode } from './http/answer-health.js';
export type { AcceptedCounts, KeptBody, KeptEvent, SampleEvent } from './intake.js';
export { defaultToken, type ReceiverOptions, type ReceiverTls } from './options.js';
export { type ForkOptions, forkReceiver, type ReceiverProcess } from './process/fork-receiver.js';
export type { EndpointName } from './protocol/endpoint.js';
export type { Metadata } from './protocol/metadata.js';
export type { TokenOptions, Tokens } from './protocol/token-table.js';
export { startReceiver } from './receiver.js';
export type { Receiver, ReceiverSnapshot, RestartOptions, WaitOptions } from './receiver-contract.js';
