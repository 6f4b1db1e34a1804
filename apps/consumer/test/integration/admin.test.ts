import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTopicAdmin, type TopicAdmin } from '@kafka-splunk/kafka-balanced-consumer/admin';
import { type TestKafka, testKafka } from '@kafka-splunk/local-kafka';
import type { HistoryReport } from '../../src/status/history-report.js';
import type { PartitionStatus, StatusReport } from '../../src/status/status-report.js';
import { AdminWindow } from '../fixtures/admin-window.js';
import { runCommand } from '../fixtures/recorded-terminal.js';
import type { RunningApp } from '../fixtures/running-app.js';
import { type TestTopic, testTopic } from '../fixtures/topic.js';
import { Trial } from '../fixtures/trial.js';

// Invariants 7 and 11 at the level of the program: every number that is shown is counted once more, by the receiver and
// by Kafka, and compared. One program goes through all of it, in this order.

const token = 'aaaaaaaa-0000-4000-8000-00000000000a';
let kafka: TestKafka;
let topics: TopicAdmin;
let trial: Trial;
let good: TestTopic;
let wrong: TestTopic;
let app: RunningApp;
let admin: AdminWindow;
let atRest: StatusReport;

beforeAll(async () => {
  kafka = await testKafka();
  topics = createTopicAdmin({ brokers: kafka.bootstrap });
  trial = await Trial.open(kafka.bootstrap, { tokens: [{ token, indexes: ['main', 'web'] }] });
  trial.receiver.faults.always({ do: 'poison', marker: 'poison' });
  good = await testTopic(kafka.bootstrap, 4);
  wrong = await testTopic(kafka.bootstrap, 2);
  await good.produce(10_000);
  await good.send([
    { value: null, key: Buffer.from('k'), partition: 0 },
    { value: Buffer.alloc(0), partition: 1 },
    { value: Buffer.alloc(0), partition: 1 },
    { value: Buffer.from('poison one'), partition: 1 },
    { value: Buffer.from('poison two'), partition: 3 },
  ]);
  await good.produce(10_000, 10_000);
  await wrong.produce(500);
  app = trial.start(good, {
    general: 'workers: 2\n  drain_deadline: 5s',
    kafka: `topics: [${good.name}, ${wrong.name}]`,
    more: `routes:\n  - { topics: [${wrong.name}], index: typo }\n  - { topics: [${good.name}], index: web }`,
  });
  admin = await AdminWindow.of(app);
}, 180_000);
afterAll(async () => {
  await trial?.close();
  await topics?.close();
  await kafka?.release();
});

const isGood = ({ topic }: { topic: string }): boolean => topic === good.name;
const isWrong = ({ topic }: { topic: string }): boolean => topic === wrong.name;

function deadLetters(): { topic: string; partition: number; offset: number; reason: { code: number } }[] {
  const folder = join(app.folder, 'dead-letters');
  return readdirSync(folder)
    .flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n').filter(Boolean))
    .map((line) => JSON.parse(line));
}

describe('what the program shows', () => {
  test('a wrong index in the config stops its own topic, with its cause, and fills no dead letters', async () => {
    atRest = await admin.until(
      'the good topic is through and the other stands still',
      ({ totals, partitions, state }) =>
        totals.deliveredEvents === 20_000 &&
        totals.deadLettered === 2 &&
        partitions.filter(isGood).every(({ state: own }) => own === 'idle') &&
        partitions.filter(isWrong).every(({ state: own, lag }) => own === 'waiting' && lag !== undefined) &&
        state === 'standing-still',
    );
    expect(atRest.causes).toEqual([
      expect.objectContaining({
        severity: 'critical',
        about: 'destination',
        code: 'index-refused',
        text: expect.stringMatching(/^paused: 400 Incorrect index \(code 7\) since /) as unknown,
      }),
    ]);
    for (const { cause } of atRest.partitions.filter(isWrong)) {
      expect(cause).toMatch(/^paused: 400 Incorrect index \(code 7\) since /);
    }
    expect(atRest.partitions).toHaveLength(6);
    expect(deadLetters().filter(isWrong)).toEqual([]);
    expect(trial.distinct(wrong)).toBe(0);
  }, 120_000);

  test('every number is what the receiver counted', () => {
    const { events, bytes } = trial.receiver.accepted;
    expect(atRest.totals).toEqual({
      deliveredEvents: events,
      deliveredBytes: bytes,
      skippedTombstones: 1,
      skippedEmpty: 2,
      deadLettered: 2,
      resentEvents: expect.any(Number) as unknown,
      duplicatesPossible: 0,
      unconfirmedEvents: 0,
      workerRestarts: 0,
    });
    expect(trial.receiver.runs.get(good.run)).toMatchObject({ received: 20_000, distinct: 20_000 });
    expect(events).toBe(20_000);
  });

  test('every offset and every lag is what Kafka says', async () => {
    for (const topic of [good, wrong]) {
      const shown = atRest.partitions.filter(({ topic: name }) => name === topic.name);
      const bounds = (await topics.bounds(topic.name)).sort((one, other) => one.partition - other.partition);
      const place = ({ partition, settledOffset, highWatermark, lag }: PartitionStatus) => ({
        partition,
        settledOffset,
        highWatermark,
        lag,
      });
      const stands = topic === good;
      expect(shown.map(place)).toEqual(
        bounds.map(({ partition, first, end }) => ({
          partition,
          settledOffset: stands ? end : first,
          highWatermark: end,
          lag: stands ? 0 : end - first,
        })),
      );
    }
    const committed = await topics.committedOffsets(good.group, good.name);
    const sorted = [...committed].sort((one, other) => one.partition - other.partition);
    const shown = atRest.partitions.filter(isGood);
    expect(sorted.map(({ partition, offset }) => [partition, offset])).toEqual(
      shown.map(({ partition, settledOffset }) => [partition, settledOffset]),
    );
    expect(atRest.lag).toBe(500);
  });

  test('every dead letter is one on the disk, with its code', () => {
    const stored = deadLetters().map(({ topic, partition, offset, reason: { code } }) => ({
      topic,
      partition,
      offset,
      code,
    }));
    expect(stored).toHaveLength(2);
    const { total, recent } = atRest.deadLetters;
    expect(total).toBe(2);
    const shown = recent.map(({ topic, partition, offset, code }) => ({ topic, partition, offset, code }));
    expect(new Set(shown.map((each) => JSON.stringify(each)))).toEqual(
      new Set(stored.map((each) => JSON.stringify(each))),
    );
  });

  test('workers are the processes that run', () => {
    expect(atRest.workers.map(({ pid }) => pid).sort()).toEqual(app.workers().sort());
    for (const worker of atRest.workers) {
      expect(worker).toMatchObject({ state: 'running', restarts: 0 });
      expect(worker.residentBytes).toBeGreaterThan(30_000_000);
      expect(worker.partitions).toBe(
        atRest.partitions.filter((each) => each.worker === worker.worker).length,
      );
    }
    expect(atRest.program).toMatchObject({
      pid: app.pid,
      group: good.group,
      topics: [good.name, wrong.name],
    });
  });

  test('metrics say the same as the status', async () => {
    const { value } = await admin.metrics();
    const name = (rest: string): string => `kafka_splunk_consumer_${rest}`;
    expect(value(name('delivered_events_total'))).toBe(20_000);
    expect(value(name('delivered_bytes_total'))).toBe(trial.receiver.accepted.bytes);
    // The refused index is tried again meanwhile, so only what was taken stands still.
    const asked = { endpoint: trial.receiver.url, purpose: 'events' };
    const taken = trial.receiver.requests.byStatus['200'] ?? 0;
    expect(taken).toBeGreaterThan(0);
    expect(value(name('requests_total'), { ...asked, answer: '200' })).toBe(taken);
    expect(value(name('requests_total'), { ...asked, answer: '400' })).toBeGreaterThan(0);
    expect(value(name('request_bytes_total'))).toBeGreaterThanOrEqual(trial.receiver.accepted.bytes);
    expect(value(name('request_duration_seconds_count'))).toBeGreaterThan(taken);
    expect(value(name('skipped_records_total'), { reason: 'tombstone' })).toBe(1);
    expect(value(name('skipped_records_total'), { reason: 'empty' })).toBe(2);
    expect(value(name('dead_letters_total'), { reason: 'hec-6' })).toBe(2);
    expect(value(name('dead_letters_total'), { reason: 'hec-7' })).toBe(0);
    expect(value(name('duplicates_possible_total'))).toBe(0);
    expect(value(name('destinations'), { state: 'paused' })).toBe(1);
    expect(value(name('state'), { state: 'standing-still' })).toBe(1);
    for (const { topic, partition, lag, settledOffset, inFlight } of atRest.partitions) {
      const labels = { topic, partition: String(partition) };
      expect(value(name('lag_records'), labels)).toBe(lag);
      expect(value(name('settled_offset'), labels)).toBe(settledOffset);
      expect(value(name('in_flight_records'), labels)).toBe(inFlight);
    }
    // Each delivered event has its delay, and was delivered after it was written and before now.
    expect(value(name('accepted_delay_seconds_count'))).toBe(20_000);
    expect(value(name('accepted_delay_seconds_bucket'), { le: '+Inf' })).toBe(20_000);
    expect(value(name('oldest_unsettled_age_seconds'))).toBeGreaterThan(0);
    expect(value(name('process_cpu_seconds_total'), { process: 'worker-0' })).toBeGreaterThan(0);
    for (const worker of ['0', '1']) expect(value(name('worker_up'), { worker })).toBe(1);
  });

  test('the other paths answer, and the command shows the same', async () => {
    expect(await (await admin.get('readyz')).text()).toBe('ready\n');
    expect((await (await admin.get('history.json')).json()) as HistoryReport).toMatchObject({ format: 1 });
    expect(await (await admin.get('')).text()).toContain('<script type="module" src="page/main.js">');
    const { answers, exitCode } = await runCommand(['status', '--url', admin.url], { columns: 200 });
    expect(exitCode).toBe(0);
    expect(answers).toContain('STANDING STILL  ');
    expect(answers).toContain('20,000 delivered');
    expect(answers).toContain('docs/runbook.md#index-refused');
  });

  test('503 is shown with its cause while it lasts, and as the last error after', async () => {
    trial.receiver.faults.when(({ endpoint }) => endpoint === 'raw').always({ code: 9 });
    await good.produce(100, 20_000);
    const busy = await admin.until('the endpoint is busy', ({ deliveries }) =>
      deliveries.some(({ scope, state }) => scope === 'endpoint' && state === 'backing-off'),
    );
    expect(busy.deliveries[0]).toMatchObject({ state: 'backing-off', cause: '503 Server is busy (code 9)' });
    expect(busy.causes).toContainEqual(
      expect.objectContaining({ about: 'endpoint', code: 'splunk-busy', since: busy.deliveries[0]?.since }),
    );
    admin.note('503', busy.deliveries[0]?.since);
    trial.receiver.faults.clear();
    const well = await admin.until(
      'it takes events again',
      ({ totals, deliveries: [first] }) => totals.deliveredEvents === 20_100 && first?.state === 'ok',
    );
    expect(well.deliveries[0]?.lastError?.text).toBe('503 Server is busy (code 9)');
    expect(well.totals).toMatchObject({ deadLettered: 2, duplicatesPossible: 0 });
  }, 120_000);

  test('a disabled token is shown with its cause, and stops everything', async () => {
    trial.receiver.tokens.disable(token);
    await good.produce(100, 20_100);
    const refused = await admin.until('the endpoint is paused', ({ deliveries }) =>
      deliveries.some(({ scope, state }) => scope === 'endpoint' && state === 'paused'),
    );
    expect(refused.deliveries[0]).toMatchObject({ state: 'paused', cause: '403 Token disabled (code 1)' });
    expect(refused.causes[0]).toMatchObject({ severity: 'critical', code: 'token-refused' });
    admin.note('token', refused.deliveries[0]?.since);
    const waits = (each: PartitionStatus): boolean => isGood(each) && each.inFlight > 0;
    const still = await admin.until(
      'all stands still',
      ({ state, partitions }) =>
        state === 'standing-still' && partitions.filter(waits).every(({ state: own }) => own === 'waiting'),
    );
    for (const { cause } of still.partitions.filter(waits)) {
      expect(cause).toMatch(/^paused: 403 Token disabled \(code 1\) since /);
    }
    // Out of service it would help nobody: whoever delivers, Splunk refuses the token.
    expect((await admin.get('readyz')).status).toBe(200);
    trial.receiver.tokens.enable(token);
    await admin.until('it heals', ({ totals }) => totals.deliveredEvents === 20_200);
    expect(trial.receiver.accepted.events).toBe(20_200);
    expect(deadLetters()).toHaveLength(2);
  }, 120_000);

  test('a worker that is killed takes nothing from the counters', async () => {
    const [pid] = app.workers() as [number];
    process.kill(pid, 'SIGKILL');
    const gone = await admin.until('its death is shown', ({ workers }) =>
      workers.some(({ lastDeath }) => lastDeath !== undefined),
    );
    const dead = gone.workers.find(({ lastDeath }) => lastDeath !== undefined);
    expect(dead).toMatchObject({ restarts: 1, lastDeath: { text: 'killed by SIGKILL' } });
    admin.note('death', dead?.lastDeath?.at);
    await good.produce(100, 20_200);
    const back = await admin.until(
      'the next one runs and everything is delivered',
      ({ workers, totals }) =>
        workers.every(({ state }) => state === 'running') && totals.deliveredEvents >= 20_300,
    );
    // It may have died with what it had not told.
    expect(back.totals).toMatchObject({
      workerRestarts: 1,
      skippedTombstones: 1,
      skippedEmpty: 2,
      deadLettered: 2,
    });
    const { value } = await admin.metrics();
    expect(value('kafka_splunk_consumer_worker_restarts_total', { worker: String(dead?.worker) })).toBe(1);
    expect(trial.receiver.runs.get(good.run)).toMatchObject({ distinct: 20_300 });
  }, 120_000);

  test('a stop is shown while it goes on', async () => {
    trial.receiver.faults.always({ do: 'slow', ms: 3000 });
    await good.produce(100, 20_300);
    await admin.until('it is on its way', ({ partitions }) =>
      partitions.some((each) => isGood(each) && each.inFlight > 0),
    );
    app.signal('SIGTERM');
    const draining = await admin.until('it drains', ({ state }) => state === 'draining');
    expect(draining.workers.map(({ state }) => state)).toEqual(['draining', 'draining']);
    const ready = await admin.get('readyz');
    expect([ready.status, await ready.text()]).toEqual([503, 'draining: the program stops\n']);
    // The topic with the wrong index stays undelivered, and the exit code says so.
    expect(await app.exited).toBe(3);
    console.log(admin.notes.join('\n'));
  }, 120_000);
});
