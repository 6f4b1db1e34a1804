/** Every code of a {@link ConsumerError}, with what it means and what to do. */
export const consumerErrorCodes = {
  KBC_OPTIONS: 'An option is missing or out of bounds. The message names it; correct it in the calling code.',
  KBC_AUTH:
    'The brokers refused this client: wrong credentials, or a missing right on the topic or the group. Grant READ on both.',
  KBC_OTHER_ASSIGNOR:
    'Members with another assignor are in the group. Stop them first, or use another group name.',
  KBC_UNREADABLE_BATCH:
    'A fetched record batch could not be read: it is corrupt, or compressed in a way this client does not know. The message says which.',
  KBC_HANDLER_THREW:
    'onRecords, onLost or onEvent threw. They must not: catch in the callback what belongs to the sink.',
  KBC_INTERNALS:
    'The installed kafkajs is not the version this package was built on. Install exactly the version it depends on.',
  KBC_OVER_RELEASED: 'A batch was released more often than it was retained: a fault of the calling code.',
  KBC_FOREIGN_BATCH: 'settle was given a batch that this package did not make: a fault of the calling code.',
  KBC_ALREADY_RUNNING: 'run was called twice, or after leave. Create a new consumer for a new run.',
  KBC_SEND_FAILED: 'A record could not be written to Kafka. The message carries what the broker said.',
  KBC_ADMIN_FAILED:
    'A question to the brokers, or a change, failed. The message carries what the broker said.',
  KBC_FAILED: 'Kafka answered with an error that no retry can heal. The message carries its name.',
} as const;

/** Stable name of a {@link ConsumerError}, for code that decides what to do. */
export type ConsumerErrorCode = keyof typeof consumerErrorCodes;

const brand = Symbol.for('@kafka-splunk/kafka-balanced-consumer.ConsumerError');

/** An error of this package. Match its `code`; the message is for people. */
export class ConsumerError extends Error {
  override readonly name = 'ConsumerError';
  readonly code: ConsumerErrorCode;

  constructor(code: ConsumerErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.code = code;
    Object.defineProperty(this, brand, { value: true });
  }
}

/** Tells a {@link ConsumerError}, also one that another copy of this package made. */
export function isConsumerError(value: unknown): value is ConsumerError {
  return typeof value === 'object' && value !== null && brand in value;
}

/** The words of whatever was thrown. */
export function messageOf(thrown: unknown): string {
  if (typeof thrown === 'object' && thrown !== null && 'message' in thrown) return String(thrown.message);
  return String(thrown);
}

/** Makes an `Error` of whatever was thrown. An object with a message is taken as it is, whatever realm made it. */
export function asError(thrown: unknown): Error {
  if (typeof thrown === 'object' && thrown !== null && 'message' in thrown) return thrown as Error;
  return new Error(String(thrown));
}

/** The error for a callback of the user's that threw. */
export function handlerThrew(handler: string, thrown: unknown): ConsumerError {
  const message = `${handler} threw, which it must not: ${messageOf(thrown)}`;
  return new ConsumerError('KBC_HANDLER_THREW', message, { cause: thrown });
}
