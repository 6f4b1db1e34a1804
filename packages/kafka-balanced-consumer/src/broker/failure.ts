import { ConsumerError, type ConsumerErrorCode, isConsumerError, messageOf } from '../errors.js';

/** Fields of kafkajs's errors; matched by name, since errors may come from another realm. */
export interface ClientError {
  readonly name?: unknown;
  readonly type?: unknown;
  readonly cause?: unknown;
  readonly retriable?: unknown;
}

/** Kafka's error names and kafkajs's class names that no retry heals, with our code for each. */
const FATAL: Readonly<Record<string, ConsumerErrorCode>> = {
  TOPIC_AUTHORIZATION_FAILED: 'KBC_AUTH',
  GROUP_AUTHORIZATION_FAILED: 'KBC_AUTH',
  CLUSTER_AUTHORIZATION_FAILED: 'KBC_AUTH',
  INCONSISTENT_GROUP_PROTOCOL: 'KBC_OTHER_ASSIGNOR',
  INVALID_SESSION_TIMEOUT: 'KBC_OPTIONS',
  INVALID_GROUP_ID: 'KBC_OPTIONS',
  KafkaJSNotImplemented: 'KBC_UNREADABLE_BATCH',
};

/** Errors of ours that pass: credentials are mended, a token endpoint comes back, a broken answer arrives whole. */
const PASSING: readonly ConsumerErrorCode[] = ['KBC_LOGIN', 'KBC_TOKEN', 'KBC_BAD_ANSWER'];

/** Answers to a heartbeat that make kafkajs join again (errors.js `isRebalancing`, consumer/runner.js). */
export const JOIN_AGAIN: readonly unknown[] = [
  'REBALANCE_IN_PROGRESS',
  'ILLEGAL_GENERATION',
  'NOT_COORDINATOR_FOR_GROUP',
  'UNKNOWN_MEMBER_ID',
];

/** True where a broker does not know the topic, or the partition, that it was asked about. */
export function isUnknownTopic(error: unknown): boolean {
  return chainOf(error).some(({ type }) => type === 'UNKNOWN_TOPIC_OR_PARTITION');
}

/** The error and what caused it, outermost first. */
export function chainOf(error: unknown): ClientError[] {
  const chain: ClientError[] = [];
  for (let at = error; typeof at === 'object' && at !== null && !chain.includes(at); ) {
    chain.push(at as ClientError);
    at = (at as ClientError).cause;
  }
  return chain;
}

function fatalCode(error: unknown): ConsumerErrorCode | undefined {
  for (const link of chainOf(error)) {
    if (isConsumerError(link)) return PASSING.includes(link.code) ? undefined : link.code;
    const code = FATAL[String(link.type)] ?? FATAL[String(link.name)];
    if (code !== undefined) return code;
  }
  return undefined;
}

/** True where trying again cannot help. */
export function isFatal(error: unknown): boolean {
  return fatalCode(error) !== undefined;
}

/** What a failed session means: a `ConsumerError` to end with, or undefined where a new session is to be tried. */
export function fatalErrorOf(error: unknown): ConsumerError | undefined {
  const code = fatalCode(error);
  const own = chainOf(error).find(isConsumerError);
  if (own !== undefined && own.code === code) return own;
  return code === undefined ? undefined : new ConsumerError(code, wordsFor(code, error), { cause: error });
}

function wordsFor(code: ConsumerErrorCode, error: unknown): string {
  const said = messageOf(error);
  switch (code) {
    case 'KBC_AUTH':
      return `Kafka refused this client: ${said}. It needs READ on its topics and READ on its group`;
    case 'KBC_OTHER_ASSIGNOR':
      return `the group has members with another assignor: ${said}. Stop them first, or take another group name`;
    case 'KBC_UNREADABLE_BATCH':
      return `a fetched record batch cannot be read: ${said}`;
    default:
      return said;
  }
}
