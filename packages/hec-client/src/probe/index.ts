export type { DestinationSpec } from '../destination.js';
export { HecError, type HecErrorCode, isHecError } from '../errors.js';
export type { HecTls } from '../options.js';
export type { HecDispatcher } from '../transport/dispatcher.js';
export type { EventMetadata } from '../wire/event-head.js';
export { type HecReplyClass, type HecReplyCode, hecReplyCodes } from '../wire/hec-codes.js';
export { endpointAddresses } from './endpoint-addresses.js';
export { createHecProbe, type HecProbe, type HecProbeOptions } from './hec-probe.js';
export type { ProbeAnswer, ProbeFault } from './probe-answer.js';
