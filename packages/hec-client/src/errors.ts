// A registered symbol is the same in every realm and in every copy of this package, which `instanceof` is not.
const BRAND = Symbol.for('@kafka-splunk/hec-client/HecError');

/** What an error code of this package means, and what to do about it. */
export interface ErrorCodeInfo {
  readonly meaning: string;
  readonly remedy: string;
}

/** Every code that a {@link HecError} can carry. */
export type HecErrorCode = 'HEC_OPTION' | 'HEC_HEAD' | 'HEC_RANGE' | 'HEC_DESTINATION' | 'HEC_CLOSED';

/** The codes of {@link HecError}, each with its meaning and what to do. What Splunk answers never throws. */
export const hecErrorCodes: Readonly<Record<HecErrorCode, ErrorCodeInfo>> = {
  HEC_OPTION: {
    meaning: 'An option of createHecClient or of a destination has a value that cannot work.',
    remedy: 'Correct the option that the message names.',
  },
  HEC_HEAD: {
    meaning: 'Event metadata holds something that Splunk would refuse, such as nested fields.',
    remedy: 'Use strings, and for fields strings or arrays of strings.',
  },
  HEC_RANGE: {
    meaning: 'append was given a range that lies outside its buffer.',
    remedy: 'Keep 0 <= start <= end <= buffer.length.',
  },
  HEC_DESTINATION: {
    meaning:
      'open was given a destination that this client did not make; or appendJson or appendEnvelope was called on a ' +
      'batch of the raw endpoint.',
    remedy:
      'Ask the same client with destination(spec) and keep what it answers; for JSON and envelopes give the kind ' +
      'event there.',
  },
  HEC_CLOSED: {
    meaning: 'The client was used after close.',
    remedy: 'Make a new client, or stop using this one before closing it.',
  },
};

/**
 * A mistake in the use of this package. Answers and outages are never thrown: they arrive as outcomes and states.
 * Match on {@link HecError.code}, or test with {@link isHecError}, which holds across realms and versions.
 */
export class HecError extends Error {
  override readonly name = 'HecError';
  /** Stable name of the mistake, see {@link hecErrorCodes}. */
  readonly code: HecErrorCode;

  constructor(code: HecErrorCode, message: string) {
    super(message);
    this.code = code;
    Object.defineProperty(this, BRAND, { value: true });
  }
}

/** Whether a value is a {@link HecError}, also one of another copy of this package. */
export function isHecError(value: unknown): value is HecError {
  return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[BRAND] === true;
}
