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

/** What an error code means, and what to do about it. */
export interface ErrorCodeInfo {
  readonly meaning: string;
  readonly remedy: string;
}

/** Every code a {@link ReceiverError} can have, with what it means and what to do. */
export const receiverErrorCodes: Readonly<Record<ReceiverErrorCode, ErrorCodeInfo>> = {
  RECEIVER_BAD_OPTION: {
    meaning: 'An option of startReceiver is not of the kind it must be.',
    remedy: 'Correct the option that the message names.',
  },
  RECEIVER_BAD_FAULT: {
    meaning: 'A fault cannot be read or contradicts itself.',
    remedy: 'Correct the fault as the message says; the README lists the kinds.',
  },
  RECEIVER_UNKNOWN_TOKEN: {
    meaning: 'A token was named that the receiver does not have.',
    remedy: 'Use one of the tokens given at the start, or add it first.',
  },
  RECEIVER_PORT_TAKEN: {
    meaning: 'Another process listens on the port already.',
    remedy: 'Stop that process, or choose another port; 0 takes a free one.',
  },
  RECEIVER_CANNOT_LISTEN: {
    meaning: 'The address or port cannot be listened on.',
    remedy: 'Choose an address of this machine and a port that its user may use.',
  },
  RECEIVER_WAIT_TIMEOUT: {
    meaning: 'waitFor: the condition did not come true in time.',
    remedy: 'Look at the counts in the message; give timeoutMs more time where the wait is longer by nature.',
  },
  RECEIVER_STOPPED: {
    meaning: 'waitFor: the receiver was stopped before the condition came true.',
    remedy: 'Wait for what you need before stopping the receiver.',
  },
  RECEIVER_PROCESS_FAILED: {
    meaning: 'The receiver process could not be started, or ended by itself.',
    remedy: 'Read what it printed; start it by hand with the same options to see more.',
  },
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
