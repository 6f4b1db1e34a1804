import type { AppErrorCode } from '../../error-codes.js';

const brand = Symbol.for('kafka-splunk-consumer.StatusError');

/** The command `status` got no report. */
export class StatusError extends Error {
  /** Stable, for scripts. */
  readonly code: AppErrorCode = 'STATUS_UNREACHABLE';

  constructor(message: string) {
    super(message);
    this.name = 'StatusError';
    Object.defineProperty(this, brand, { value: true });
  }
}

/** Whether this is a {@link StatusError}. */
export function isStatusError(value: unknown): value is StatusError {
  return typeof value === 'object' && value !== null && brand in value;
}
