import { writeFileSync } from 'node:fs';
import { createTopicAdmin } from '@kafka-splunk/kafka-balanced-consumer/admin';
import { startKafka } from '@kafka-splunk/local-kafka';
import type { BenchOptions } from '../options.js';
import { assignorTimes } from './assignor-times.js';
import { runGroup } from './changes.js';
import { Crew } from './crew.js';
import { assignorTable, changesTable, steadyTable, steadyWords } from './joins-tables.js';

const BROKERS = 3;
const PROCESSES = 5;
const TOPIC = 'joins';

/** A large group on a real Kafka: how long joins take, what they weigh, and what moves; answers three tables. */
export async function joinsBench(options: BenchOptions): Promise<string> {
  const say = (line: string): void => console.error(line);
  const times = await assignorTimes();
  const { members, partitions } = options;
  const kafka = await startKafka({ brokers: BROKERS, onProgress: say });
  const perProcess = Math.ceil(members / PROCESSES);
  const crew = new Crew([kafka.bootstrap.join(','), TOPIC, 'joins'], PROCESSES, perProcess);
  try {
    await crew.ready();
    say(`making a topic with ${partitions} partitions`);
    const admin = createTopicAdmin({ brokers: kafka.bootstrap });
    await admin.createTopic(TOPIC, partitions, 1);
    await admin.close();
    const run = await runGroup(crew, { members, partitions, seconds: options.seconds }, say);
    if (options.json !== undefined)
      writeFileSync(options.json, `${JSON.stringify({ options, times, ...run }, null, 2)}\n`);
    const complaints = [...new Set(run.warnings)].map((message) => `complaint: ${message}`);
    return [
      `${members} members in ${PROCESSES} processes, ${partitions} partitions, ${BROKERS} brokers`,
      changesTable(run.changes),
      steadyTable(run, members),
      [steadyWords(run.steady, members), ...complaints].join('\n'),
      assignorTable(times),
    ].join('\n\n');
  } finally {
    await crew.end();
    await kafka.stop();
  }
}
