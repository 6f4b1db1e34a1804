import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forkReceiver, type ReceiverProcess } from '@kafka-splunk/hec-receiver';
import { createTopicAdmin } from '@kafka-splunk/kafka-balanced-consumer/admin';
import { createRecordProducer } from '@kafka-splunk/kafka-balanced-consumer/producer';
import { startKafka } from '@kafka-splunk/local-kafka';
import { AccessLog } from './access-log.js';
import { startConsumer } from './consumer-process.js';
import type { DemoOptions } from './options.js';
import { produce } from './produce.js';
import type { ProgressView } from './progress-view.js';
import type { UndoStack } from './undo-stack.js';
import { judge, rateOf, type Verdict } from './verdict.js';
import { type Counter, waitForArrival } from './wait-for-arrival.js';

/** What a demo runs with. */
export interface DemoContext {
  readonly options: DemoOptions;
  readonly view: ProgressView;
  /** Everything that is started is pushed here at once; the caller runs it at the end. */
  readonly started: UndoStack;
  /** Ctrl-C. */
  readonly stop: AbortSignal;
}

/** How it ended. */
export type DemoEnd = Verdict | { readonly interrupted: string };

const partitions = 8;
const trickle = { events: 200, everyMs: 200 };

/**
 * The whole road: Kafka, topic, receiver, consumer, events; until all have arrived. Then the consumer is drained, so that
 * the last counts are final.
 */
export async function runDemo({ options, view, started, stop }: DemoContext): Promise<DemoEnd> {
  const id = randomBytes(4).toString('hex');
  const topic = `kafka-splunk-demo-${id}`;
  const directory = await mkdtemp(join(tmpdir(), 'kafka-splunk-demo-'));
  started.push('temporary directory', () => rm(directory, { recursive: true, force: true }));

  const receiver = await forkReceiver({ args: ['--port', '0', '--token', randomUUID()] });
  started.push('receiver', () => receiver.stop());
  const brokers = options.brokers ?? (await startOwnKafka(view, started));
  if (stop.aborted) return { interrupted: 'nothing was produced yet' };
  await createTopic(brokers, topic, options.brokers !== undefined, started);

  const config = {
    receiverPort: receiver.port,
    token: receiver.token,
    deadLetters: join(directory, 'dead-letters'),
  };
  const consumer = await startConsumer(directory, { ...config, brokers, topic, group: topic });
  started.push('consumer', () => consumer.kill());
  view.say(`Receiver's page: ${receiver.url}/`);
  view.say(`Kafka ${brokers.join(',')}, topic ${topic} of ${partitions} partitions, one worker per core.`);

  const counter: Counter = { produced: 0 };
  const producer = createRecordProducer({ brokers });
  started.push('producer', () => producer.close());
  const onProduced = (total: number): void => {
    counter.produced = total;
  };
  const task = { producer, topic, partitions, log: new AccessLog(id), onProduced, signal: stop };
  const watch = { receiver, run: id, counter, view, consumer };
  const [, eventsPerSecond] = await Promise.all([
    produce(task, 0, options.events),
    waitForArrival({ ...watch, target: options.events, stop }).then(() => currentRate(receiver, id)),
  ]);
  if (options.keep && !stop.aborted) {
    view.say(`All ${options.events} have arrived. Going on until Ctrl-C.`);
    while (!stop.aborted) {
      await produce(task, counter.produced, counter.produced + trickle.events);
      await waitForArrival({ ...watch, target: counter.produced, stop, forMs: trickle.everyMs });
    }
    view.end();
    await waitForArrival({ ...watch, target: counter.produced });
  }
  view.end();
  const ending = await consumer.drain();
  if (ending.code !== 0) view.say(`The consumer's exit code was ${ending.code ?? ending.signal}, not 0.`);
  const run = (await receiver.read()).runs.find((each) => each.run === id);
  if (stop.aborted && !options.keep) {
    return { interrupted: `produced ${counter.produced}, received ${run?.distinct ?? 0} distinct so far` };
  }
  return judge({ produced: counter.produced, run, eventsPerSecond });
}

async function startOwnKafka(view: ProgressView, started: UndoStack): Promise<readonly string[]> {
  const kafka = await startKafka({ brokers: 1, onProgress: (line) => view.say(line) });
  started.push('Kafka', () => kafka.stop());
  return kafka.bootstrap;
}

async function createTopic(
  brokers: readonly string[],
  topic: string,
  isForeign: boolean,
  started: UndoStack,
): Promise<void> {
  const admin = createTopicAdmin({ brokers });
  started.push('admin connection', () => admin.close());
  // -1: the cluster's own default for replicas.
  await admin.createTopic(topic, partitions, isForeign ? -1 : 1);
  if (!isForeign) return;
  started.push(`topic ${topic}`, () => admin.deleteTopic(topic));
  started.push(`group ${topic}`, () => admin.deleteGroup(topic));
}

async function currentRate(receiver: ReceiverProcess, id: string): Promise<number> {
  const run = (await receiver.read()).runs.find((each) => each.run === id);
  return run === undefined ? 0 : rateOf(run);
}
