import type { SetupErrorCode } from './error-codes.js';

const brand = Symbol.for('kafka-splunk-consumer.SetupError');

/** What the config asks for cannot be had on this machine: the program ends with exit code 2. */
export class SetupError extends Error {
  override readonly name = 'SetupError';
  readonly code: SetupErrorCode;

  /**
   * @param code - stable name of the reason, `SETUP_…`
   * @param message - what is wrong and what to do
   */
  constructor(code: SetupErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
    Object.defineProperty(this, brand, { value: true });
  }
}

/** Whether a caught value is a {@link SetupError}, also one made by another copy of this file. */
export function isSetupError(value: unknown): value is SetupError {
  return typeof value === 'object' && value !== null && brand in value;
}
