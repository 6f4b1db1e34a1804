import type { Config } from '@kafka-splunk/config';
import {
  type BrokerOptions as BrokerAccess,
  type BrokerProbe,
  createKafkaCheckup,
  isConsumerError,
  type KafkaCheckup,
  probeBroker,
} from '@kafka-splunk/kafka-balanced-consumer/admin';
import { kafkaAccess } from '../../access/kafka-access.js';
import { messageOf } from '../../message-of.js';
import type { CheckCode } from '../check-codes.js';
import { type CheckId, type Finding, failed, ok, skipped } from '../finding.js';
import { counted } from '../words.js';
import { brokerFinding } from './broker-findings.js';
import { deadLetterTopicFinding } from './dead-letter-topic-finding.js';
import { groupFinding, offsetFindings } from './group-findings.js';
import { partitionFinding, partitionsOf, type SeenTopic, topicFindings } from './topic-findings.js';

type Kafka = Config['kafka'];

/** Topics that are looked at one by one at the same time. */
const AT_ONCE = 8;

/**
 * Looks at everything between this machine and the records, from the brokers' addresses to the group's lag. Where one
 * step fails, those that rest on it are skipped. Reads only.
 *
 * @param workers - of this machine
 */
export async function* checkKafka(config: Config, workers: number): AsyncGenerator<Finding> {
  const { kafka } = config;
  const access = kafkaAccess(kafka);
  const probes = await probeAll(access, kafka.brokers);
  const reached = probes.filter(({ probe }) => probe.kind === 'ok').map(({ broker }) => broker);
  for (const { broker, probe } of probes) {
    const finding = brokerFinding('kafka.broker', broker, probe, Date.now());
    // One that is down among others is met every day; one that is spoken to in the wrong way is a mistake.
    yield reached.length > 0 && isAbsence(probe) ? { ...finding, status: 'warning' } : finding;
  }
  if (reached.length === 0) {
    yield skipped('kafka.login', kafka.group, 'login, topics and group: no broker can be spoken to');
    return;
  }
  const checkup = createKafkaCheckup({ ...access, brokers: reached, groupId: kafka.group });
  try {
    yield* insideKafka(config, workers, reached, checkup);
  } finally {
    await checkup.close();
  }
}

async function* insideKafka(
  { kafka, deadLetters }: Config,
  workers: number,
  reached: readonly string[],
  checkup: KafkaCheckup,
): AsyncGenerator<Finding> {
  const login = loginWords(kafka);
  const known = await orFinding('kafka.login', login, () => checkup.brokers());
  if ('status' in known) {
    yield known;
    yield skipped('kafka.topics', kafka.group, 'topics and group: the brokers do not let us in');
    return;
  }
  yield ok('kafka.login', login, `taken; the cluster has ${counted(known.length, 'broker')}`);
  yield* advertised(
    kafka,
    reached,
    known.map(({ address }) => address),
  );

  const topics = await orFinding('kafka.topics', 'topics', () => seenTopics(kafka, checkup));
  if ('status' in topics) {
    yield topics;
    return;
  }
  yield* topicFindings(topics, kafka.topicPatterns.length);
  const partitions = partitionsOf(topics);
  if (partitions > 0) yield partitionFinding(partitions, workers);

  if (deadLetters.topic !== undefined) yield await deadLetterTopicFinding(deadLetters.topic, kafka);

  const group = await orFinding('kafka.group', kafka.group, () => checkup.group());
  const finding = 'status' in group ? group : groupFinding(kafka.group, group);
  yield finding;
  if (finding.code === 'CHECK_GROUP_RIGHT' || 'status' in group) {
    yield skipped('kafka.offsets', kafka.group, 'offsets and lag: the group may not be looked at');
    return;
  }
  yield* offsets(kafka, topics, checkup);
}

/** The addresses that the brokers name: workers use these, and not those of the config. */
async function* advertised(
  kafka: Kafka,
  reached: readonly string[],
  addresses: readonly string[],
): AsyncGenerator<Finding> {
  const others = addresses.filter((address) => !reached.includes(address));
  for (const { broker, probe } of await probeAll(kafkaAccess(kafka), others)) {
    const { found, ...finding } = brokerFinding('kafka.advertised', broker, probe, Date.now());
    yield { ...finding, found: `${found}; the cluster names this address (advertised.listeners)` };
  }
}

interface ProbedBroker {
  readonly broker: string;
  readonly probe: BrokerProbe;
}

function probeAll(access: BrokerAccess, brokers: readonly string[]): Promise<ProbedBroker[]> {
  return Promise.all(
    brokers.map(async (broker) => ({ broker, probe: await probeBroker({ ...access, broker }) })),
  );
}

function isAbsence(probe: BrokerProbe): boolean {
  return probe.kind === 'fault' && ['refused', 'unreachable', 'timeout'].includes(probe.fault);
}

async function seenTopics(kafka: Kafka, checkup: KafkaCheckup): Promise<SeenTopic[]> {
  const { named, matched } = await checkup.selected({
    topics: [...kafka.topics, ...kafka.topicPatterns],
    exclude: kafka.excludedTopics,
  });
  return await inTurns([...named, ...matched], async (name) => ({ name, facts: await checkup.topic(name) }));
}

async function* offsets(
  kafka: Kafka,
  topics: readonly SeenTopic[],
  checkup: KafkaCheckup,
): AsyncGenerator<Finding> {
  const there = topics.filter(({ facts }) => facts.state === 'there').map(({ name }) => name);
  const places = await orFinding('kafka.offsets', kafka.group, () =>
    inTurns(there, async (topic) => ({ topic, places: await checkup.places(topic) })),
  );
  if ('status' in places) yield places;
  else yield* offsetFindings(kafka.group, places, startWords(kafka.initialOffset));
}

/** A few at a time: a pattern may pick a thousand topics. */
async function inTurns<T, R>(items: readonly T[], act: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < items.length; at += AT_ONCE) {
    results.push(...(await Promise.all(items.slice(at, at + AT_ONCE).map(act))));
  }
  return results;
}

const CODES: Readonly<Record<string, CheckCode>> = {
  KBC_LOGIN: 'CHECK_KAFKA_LOGIN',
  KBC_TOKEN: 'CHECK_KAFKA_TOKEN',
};

async function orFinding<T extends object>(
  check: CheckId,
  subject: string,
  ask: () => Promise<T>,
): Promise<T | Finding> {
  try {
    return await ask();
  } catch (error) {
    if (!isConsumerError(error)) throw error;
    return failed(check, subject, CODES[error.code] ?? 'CHECK_KAFKA_ASK', messageOf(error));
  }
}

function loginWords({ sasl }: Kafka): string {
  if (sasl === undefined) return 'no login';
  return 'username' in sasl ? `${sasl.mechanism} as ${sasl.username}` : sasl.mechanism;
}

function startWords(initialOffset: Kafka['initialOffset']): string {
  return typeof initialOffset === 'string'
    ? `the ${initialOffset}`
    : new Date(initialOffset.timestamp).toISOString();
}
