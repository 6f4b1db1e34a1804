import type { TopicAdmin } from '@kafka-splunk/kafka-balanced-consumer/admin';
import type { LocalKafka } from '@kafka-splunk/local-kafka';
import type { AdminWatch } from '../program/admin-watch.js';
import type { DeadLetterDisk } from '../program/dead-letter-disk.js';
import type { ProgramUnit } from '../program/unit.js';
import type { ChaosReceiver } from '../receiver/chaos-receiver.js';
import type { SideTopic } from '../traffic/side-topic.js';
import type { Traffic } from '../traffic/traffic.js';
import type { Turns } from '../turns.js';

/** Everything that a fault may fall upon. */
export interface Stage {
  readonly kafka: LocalKafka;
  readonly receivers: readonly ChaosReceiver[];
  readonly unit: ProgramUnit;
  readonly traffic: Traffic;
  readonly admin: TopicAdmin;
  readonly topic: string;
  readonly side: SideTopic;
  readonly disk: DeadLetterDisk;
  readonly pages: AdminWatch;
  readonly turns: Turns;
  /** Resolves when all workers run and nearly everything that was written is committed, or when that takes too long. */
  recovered(): Promise<void>;
}
