// The table alone: whoever only names codes need not load a client and its HTTP library.
export { type HecReplyClass, type HecReplyCode, hecReplyCodes } from './wire/hec-codes.js';
