import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type LocalKafka, startKafka } from '@kafka-splunk/local-kafka';
import { type FaultName, faultNames, faultNamesFor } from '../../src/plan/fault-kinds.js';
import { runLines } from '../../src/report.js';
import { type RunOptions, runOnce } from '../../src/run-once.js';

/** Without acknowledgement every kind of fault; with it those that it is there for. Seeds in which each comes in a short time. */
const everything: Planned = { seed: 4799, runMs: 59_500, ack: false, faults: faultNames };
const acknowledged: Planned = {
  seed: 266,
  runMs: 10_000,
  ack: true,
  faults: ['ack-lost', 'indexer-restart', 'kill-receiver', 'reset'],
};

type Planned = Omit<RunOptions, 'kafka' | 'say'>;

let kafka: LocalKafka;
beforeAll(async () => {
  kafka = await startKafka({ brokers: 3, properties: { 'min.insync.replicas': '2' } });
}, 180_000);
afterAll(() => kafka.stop());

async function play(planned: Planned, kinds: readonly FaultName[]): Promise<void> {
  const happened: string[] = [];
  const result = await runOnce({ kafka, ...planned, say: (line) => happened.push(line) });
  console.log([...happened, ...runLines(result)].join('\n'));
  expect(result.verdict).toMatchObject({ lost: 0, complaints: [] });
  expect(new Set(result.played.map(({ name }) => name))).toEqual(new Set(kinds));
  expect(result.verdict.events).toBeGreaterThan(2_000);
}

test('every kind of fault, and not one event is lost, or repeated without excuse', async () => {
  await play(everything, faultNamesFor(false));
}, 600_000);

test('the same with acknowledgements that are lost or forgotten, and events that die with an indexer', async () => {
  await play(acknowledged, acknowledged.faults);
}, 300_000);
