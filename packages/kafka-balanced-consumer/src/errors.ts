/** What an error code means, and what to do about it. */
export interface ErrorCodeInfo {
  readonly meaning: string;
  readonly remedy: string;
}

/** Stable name of a {@link ConsumerError}, for code that decides what to do. */
export type ConsumerErrorCode =
  | 'KBC_OPTIONS'
  | 'KBC_AUTH'
  | 'KBC_LOGIN'
  | 'KBC_TOKEN'
  | 'KBC_OTHER_ASSIGNOR'
  | 'KBC_BAD_ANSWER'
  | 'KBC_UNREADABLE_BATCH'
  | 'KBC_HANDLER_THREW'
  | 'KBC_INTERNALS'
  | 'KBC_OVER_RELEASED'
  | 'KBC_FOREIGN_BATCH'
  | 'KBC_ALREADY_RUNNING'
  | 'KBC_SEND_FAILED'
  | 'KBC_TOO_LARGE'
  | 'KBC_ADMIN_FAILED'
  | 'KBC_FAILED';

/** Every code of a {@link ConsumerError}, with what it means and what to do. */
export const consumerErrorCodes: Readonly<Record<ConsumerErrorCode, ErrorCodeInfo>> = {
  KBC_OPTIONS: {
    meaning: 'An option is missing or out of bounds.',
    remedy: 'Correct the option that the message names.',
  },
  KBC_AUTH: {
    meaning:
      'The brokers do not let this client do what it has to: a right on the topic, the group or the cluster is missing.',
    remedy: 'Grant READ on the topics and on the group.',
  },
  KBC_LOGIN: {
    meaning: 'The brokers refused the login. It is tried again until it is taken.',
    remedy: 'Check user name, password and mechanism, or the token; the message says which login it was.',
  },
  KBC_TOKEN: {
    meaning: 'There was no token to log in with. It is asked for again until there is one.',
    remedy: 'The message carries what the token endpoint, or the signer of AWS, said.',
  },
  KBC_OTHER_ASSIGNOR: {
    meaning: 'Members with another assignor are in the group.',
    remedy: 'Stop them first, or use another group name.',
  },
  KBC_BAD_ANSWER: {
    meaning:
      'A broker answered with bytes that make no sense. The connection is closed and the broker asked again, after a wait that grows to two seconds; the others go on.',
    remedy:
      'Nothing where it happens once. If it stays: the message names the broker and, where it got that far, the topic. Look for something between that is no Kafka (a proxy, a load balancer, another program on that port), and at the memory and network card of that machine.',
  },
  KBC_UNREADABLE_BATCH: {
    meaning:
      'A record batch could not be read: it is corrupt, compressed in a way this client does not know, or the broker itself could not read it.',
    remedy:
      'The message names topic, partition and offset. That partition rests and is tried again, after a second at first and every 30 seconds in the end; nothing of the batch is committed, the others go on. Check it with the tools of Kafka (kafka-dump-log); to give it up, set the group’s offset behind it.',
  },
  KBC_HANDLER_THREW: {
    meaning: 'onRecords, onLost or onEvent threw, which they must not.',
    remedy: 'Catch in the callback what belongs to the sink.',
  },
  KBC_INTERNALS: {
    meaning: 'The installed kafkajs is not the version this package was built on.',
    remedy: 'Install exactly the version it depends on.',
  },
  KBC_OVER_RELEASED: {
    meaning: 'A batch was released more often than it was retained.',
    remedy: 'A fault of the calling code: pair each retain with one release.',
  },
  KBC_FOREIGN_BATCH: {
    meaning: 'settle was given a batch that this consumer did not make.',
    remedy: 'A fault of the calling code: settle the batches that onRecords was given.',
  },
  KBC_ALREADY_RUNNING: {
    meaning: 'run was called twice, or after leave.',
    remedy: 'Create a new consumer for a new run.',
  },
  KBC_SEND_FAILED: {
    meaning: 'A record could not be written to Kafka.',
    remedy: 'The message carries what the broker said.',
  },
  KBC_TOO_LARGE: {
    meaning: 'Records were not written: together they are larger than the topic takes in one record batch.',
    remedy: 'Send fewer at once; for one record alone, raise max.message.bytes of the topic.',
  },
  KBC_ADMIN_FAILED: {
    meaning: 'A question to the brokers, or a change, failed.',
    remedy: 'The message carries what the broker said.',
  },
  KBC_FAILED: {
    meaning: 'Kafka answered with an error that no retry can heal.',
    remedy: 'The message carries its name.',
  },
};

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
