// Words alone: whoever only names codes and causes need not load a client and its HTTP library.
export { noAckIdCause } from './delivery/no-ack-id.js';
export { type HecReplyClass, type HecReplyCode, hecReplyCodes } from './wire/hec-codes.js';
