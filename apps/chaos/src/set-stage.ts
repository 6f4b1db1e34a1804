import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTopicAdmin } from '@kafka-splunk/kafka-balanced-consumer/admin';
import { createRecordProducer } from '@kafka-splunk/kafka-balanced-consumer/producer';
import type { LocalKafka } from '@kafka-splunk/local-kafka';
import { atExit } from './at-exit.js';
import type { Stage } from './play/stage.js';
import { AdminWatch } from './program/admin-watch.js';
import { configText } from './program/config-text.js';
import { DeadLetterDisk } from './program/dead-letter-disk.js';
import { LetterWatch } from './program/letter-watch.js';
import { ProgramUnit } from './program/unit.js';
import { Watch } from './program/watch.js';
import { ChaosReceiver } from './receiver/chaos-receiver.js';
import { firstOfSide, SideTopic } from './traffic/side-topic.js';
import { Traffic } from './traffic/traffic.js';
import { Turns } from './turns.js';
import type { UndoStack } from './undo-stack.js';

/** Partitions of the topic at the start, and of the one that is made anew. */
export const partitions: number = 6;
const sidePartitions = 2;
/** How many there are to fall upon. */
export const receiverCount: number = 3;
/** Workers of the program. */
export const workers: number = 2;

/** The stage, and who watches it. */
export interface SetStage {
  readonly stage: Omit<Stage, 'recovered'>;
  readonly letters: LetterWatch;
  readonly watch: Watch;
}

/** Starts everything; what is to be ended later goes to `undo`. Traffic flows, and the program runs. */
export async function setStage(kafka: LocalKafka, ack: boolean, undo: UndoStack): Promise<SetStage> {
  const brokers = kafka.bootstrap;
  const folder = mkdtempSync(join(tmpdir(), 'chaos-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  const token = crypto.randomUUID();
  const unit = new ProgramUnit(folder, token);
  undo.push(
    atExit(() => {
      unit.kill();
      remove();
    }),
  );
  undo.push(remove);
  const topic = `chaos-${token.slice(0, 8)}`;
  const sideTopic = `${topic}-side`;
  const group = `group-${topic}`;
  const admin = createTopicAdmin({ brokers });
  undo.push(() => admin.close());
  await admin.createTopic(topic, partitions, 3);
  await admin.createTopic(sideTopic, sidePartitions, 3);

  const receivers = Array.from(
    { length: receiverCount },
    (_, index) => new ChaosReceiver(token, join(folder, `receiver-${index}.journal`), ack),
  );
  undo.push(() => Promise.all(receivers.map((receiver) => receiver.kill())));
  await Promise.all(receivers.map((receiver) => receiver.start()));

  undo.push(() => unit.destroy());
  const urls = receivers.map(({ url }) => url);
  unit.start(configText({ urls, brokers, topics: [topic, sideTopic], group, workers, ack }));
  const producer = createRecordProducer({ brokers });
  undo.push(() => producer.close());
  const traffic = new Traffic({ producer, topic, partitions, first: 0, chunk: 60 });
  const sideTraffic = new Traffic({
    producer,
    topic: sideTopic,
    partitions: sidePartitions,
    first: firstOfSide,
    chunk: 4,
  });
  for (const each of [traffic, sideTraffic]) {
    undo.push(() => each.stop());
    each.start();
  }
  const disk = new DeadLetterDisk(join(folder, 'dead-letters'));
  const letters = new LetterWatch(disk, token);
  const pages = new AdminWatch(unit.outputFile, token);
  const watch = new Watch({ admin, topic, group, unit, letters, pages, token });
  undo.push(() => watch.stop());
  watch.start();
  const side = new SideTopic(admin, sideTopic, sideTraffic);
  const stage = { kafka, receivers, unit, traffic, admin, topic, side, disk, pages, turns: new Turns() };
  return { stage, letters, watch };
}
