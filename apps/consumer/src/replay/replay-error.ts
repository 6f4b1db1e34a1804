import type { ReplayErrorCode } from '../error-codes.js';

const brand = Symbol.for('kafka-splunk-consumer.ReplayError');

/** What is to be sent again cannot be found, or is not what it seems. Nothing was sent; the exit code is 2. */
export class ReplayError extends Error {
  override readonly name = 'ReplayError';
  readonly code: ReplayErrorCode;

  /**
   * @param code - stable name of the reason, `REPLAY_…`
   * @param message - what is wrong and what to do
   */
  constructor(code: ReplayErrorCode, message: string) {
    super(message);
    this.code = code;
    Object.defineProperty(this, brand, { value: true });
  }
}

/** Whether a caught value is a {@link ReplayError}, also one made by another copy of this file. */
export function isReplayError(value: unknown): value is ReplayError {
  return typeof value === 'object' && value !== null && brand in value;
}
