/** The codes of {@link ReceiverError}. */
export type ReceiverErrorCode =
  | 'RECEIVER_BAD_OPTION'
  | 'RECEIVER_BAD_FAULT'
  | 'RECEIVER_UNKNOWN_TOKEN'
  | 'RECEIVER_PORT_TAKEN'
  | 'RECEIVER_CANNOT_LISTEN'
  | 'RECEIVER_WAIT_TIMEOUT'
  | 'RECEIVER_STOPPED'
  | 'RECEIVER_PROCESS_FAILED';

/** Every code a {@link ReceiverError} can have, with what it means. */
export const receiverErrorCodes: Readonly<Record<ReceiverErrorCode, string>> = {
  RECEIVER_BAD_OPTION: 'An option of startReceiver is not of the kind it must be.',
  RECEIVER_BAD_FAULT: 'A fault cannot be read or contradicts itself.',
  RECEIVER_UNKNOWN_TOKEN: 'A token was named that the receiver does not have.',
  RECEIVER_PORT_TAKEN: 'Another process listens on the port already.',
  RECEIVER_CANNOT_LISTEN: 'The address or port cannot be listened on.',
  RECEIVER_WAIT_TIMEOUT: 'waitFor: the condition did not come true in time.',
  RECEIVER_STOPPED: 'waitFor: the receiver was stopped before the condition came true.',
  RECEIVER_PROCESS_FAILED: 'The receiver process could not be started, or ended by itself.',
};

const brand = Symbol.for('@kafka-splunk/hec-receiver/error');

/** The only error this package throws. Look at `code`; the message says what to do. */
export class ReceiverError extends Error {
  readonly code: ReceiverErrorCode;

  constructor(code: ReceiverErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ReceiverError';
    this.code = code;
    Object.defineProperty(this, brand, { value: true });
  }
}

/** Whether a value is a {@link ReceiverError}, also one made by another copy of this package. */
export function isReceiverError(value: unknown): value is ReceiverError {
  return typeof value === 'object' && value !== null && brand in value;
}
