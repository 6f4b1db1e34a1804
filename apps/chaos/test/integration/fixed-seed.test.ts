import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type LocalKafka, startKafka } from '@kafka-splunk/local-kafka';
import { faultNames } from '../../src/plan/fault-kinds.js';
import { runLines } from '../../src/report.js';
import { runOnce } from '../../src/run-once.js';

/** Chosen because every kind of fault comes in a short time. */
const seed = 1760;
const runMs = 60_000;

let kafka: LocalKafka;
beforeAll(async () => {
  kafka = await startKafka({ brokers: 3, properties: { 'min.insync.replicas': '2' } });
}, 180_000);
afterAll(() => kafka.stop());

test('every kind of fault, and not one event is lost, or repeated without excuse', async () => {
  const happened: string[] = [];
  const result = await runOnce({ kafka, seed, runMs, say: (line) => happened.push(line) });
  console.log([...happened, ...runLines(result)].join('\n'));
  expect(result.verdict).toMatchObject({ lost: 0, complaints: [] });
  expect(new Set(result.played.map(({ name }) => name))).toEqual(new Set(faultNames));
  expect(result.verdict.events).toBeGreaterThan(10_000);
}, 600_000);
