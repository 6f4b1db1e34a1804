import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { renderMetricsReference } from '../../../scripts/metrics-reference.js';
import { metricTable } from '../../../src/metrics/metric-table.js';
import { Metrics } from '../../../src/metrics/registry.js';
import { createHide } from '../../../src/observe/redact.js';
import { fleet, moment, partitionMoment, place, workerMoment } from '../../fixtures/fleet-snapshot.js';
import { parseMetrics } from '../../fixtures/metrics-text.js';
import { delivery, stats } from '../../fixtures/stats.js';

const metrics = metricTable.flatMap((group) => group.metrics);

async function scrape(over: Parameters<typeof fleet>[0] = {}, hide = (text: string) => text) {
  const { type, text } = await new Metrics(() => fleet(over), hide).scrape();
  expect(type).toBe('text/plain; version=0.0.4; charset=utf-8');
  return parseMetrics(text);
}

test('docs/metrics.md is what the tables say; `pnpm write-docs` writes it anew', () => {
  const path = new URL('../../../../../docs/metrics.md', import.meta.url);
  expect(readFileSync(path, 'utf8')).toBe(renderMetricsReference());
});

test.each(metrics)('$name keeps the conventions', ({ name, type, help, labels, read }) => {
  expect(name).toMatch(/^kafka_splunk_consumer_[a-z]+(_[a-z]+)*$/);
  expect(name.endsWith('_total')).toBe(type === 'counter');
  expect(name).not.toMatch(/_(ms|milliseconds|kb|mb|percent|count|sum|bucket)(_|$)/);
  expect(help).toMatch(/^[A-Z01].*\.$/);
  for (const { labels: own = {}, value } of read(fleet())) {
    expect(Number.isFinite(value)).toBe(true);
    expect(Object.keys(own).filter((label) => label !== 'le')).toEqual(labels);
  }
});

test('a label is escaped, so that no topic can write a line of its own', async () => {
  const topic = 'a"b\\c\nkafka_splunk_consumer_lag_records 5';
  const { samples } = await scrape({ partitions: [partitionMoment({ topic, lag: 3 })] });
  const lags = samples.filter(({ name }) => name === 'kafka_splunk_consumer_lag_records');
  expect(lags).toEqual([
    { name: 'kafka_splunk_consumer_lag_records', labels: { topic, partition: '0' }, value: 3 },
  ]);
});

test('a secret is hidden where text comes from outside, and changes no name and no word of ours', async () => {
  const partitions = [partitionMoment({ topic: 'kafka-logs', lag: 3 })];
  const plain = await scrape({ partitions });
  for (const secret of ['kafka', 'paused', 'total', 'worker']) {
    const { samples, value } = await scrape({ partitions }, createHide([secret]));
    expect(samples.map(({ name }) => name)).toEqual(plain.samples.map(({ name }) => name));
    expect(value('kafka_splunk_consumer_destinations', { state: 'paused' })).toBe(0);
    expect(value('kafka_splunk_consumer_worker_up', { worker: '0' })).toBe(1);
    const topic = secret === 'kafka' ? '***-logs' : 'kafka-logs';
    expect(value('kafka_splunk_consumer_lag_records', { topic, partition: '0' })).toBe(3);
  }
});

test('every reason that a refusal can have is there from the start: of a series that begins at 5 no rise is seen', async () => {
  const { samples } = await scrape();
  const reasons = samples
    .filter(({ name }) => name === 'kafka_splunk_consumer_dead_letters_total')
    .map(({ labels }) => labels.reason);
  // By what the client's judgement can make of an answer: a data code, a status without one, or a code unknown to it.
  const refused = [5, 6, 7, 12, 13, 15].map((code) => `hec-${code}`);
  const statuses = [400, 401, 403, 413].map((status) => `http-${status}`);
  expect(reasons.sort()).toEqual([...refused, 'hec-other', ...statuses, 'refused-here'].sort());
});

test('histograms are cumulative and end with all', async () => {
  const counts = new Array<number>(21).fill(0).with(0, 5).with(3, 2).with(20, 1);
  const delays = { accepted: { counts, sumMs: 12_500 }, acked: { counts, sumMs: 0 } };
  const { value } = await scrape({ delays });
  const name = 'kafka_splunk_consumer_accepted_delay_seconds';
  expect(value(`${name}_bucket`, { le: '0.1' })).toBe(5);
  expect(value(`${name}_bucket`, { le: '0.5' })).toBe(7);
  expect(value(`${name}_bucket`, { le: '604800' })).toBe(7);
  expect(value(`${name}_bucket`, { le: '+Inf' })).toBe(8);
  expect(value(`${name}_count`)).toBe(8);
  expect(value(`${name}_sum`)).toBe(12.5);
});

test('requests are told by endpoint, purpose and answer, their durations in seconds', async () => {
  const endpoint = 'https://splunk:8088';
  const requests = {
    answers: [{ endpoint, purpose: 'ack' as const, answer: 'none', count: 4 }],
    sentBytes: 123,
    durations: { counts: new Array<number>(14).fill(0).with(0, 2).with(13, 1), sumMs: 61_500 },
  };
  const { value } = await scrape({ requests });
  const labels = { endpoint, purpose: 'ack', answer: 'none' };
  expect(value('kafka_splunk_consumer_requests_total', labels)).toBe(4);
  expect(value('kafka_splunk_consumer_request_bytes_total')).toBe(123);
  const name = 'kafka_splunk_consumer_request_duration_seconds';
  expect(value(`${name}_bucket`, { le: '0.005' })).toBe(2);
  expect(value(`${name}_bucket`, { le: '60' })).toBe(2);
  expect(value(`${name}_count`)).toBe(3);
  expect(value(`${name}_sum`)).toBe(61.5);
});

test('states are one series each, of which one is 1', async () => {
  const states = [
    delivery({ state: 'backing-off' }),
    delivery({ scope: 'destination', name: 'd', state: 'paused' }),
  ];
  const { value } = await scrape({ workers: [workerMoment({ stats: stats({ states }) })] });
  const endpoint = 'https://splunk:8088';
  const of = (state: string) => value('kafka_splunk_consumer_endpoint_state', { endpoint, state });
  expect([of('ok'), of('backing-off'), of('paused')]).toEqual([0, 1, 0]);
  expect(value('kafka_splunk_consumer_destinations', { state: 'paused' })).toBe(1);
  expect(value('kafka_splunk_consumer_state', { state: 'degraded' })).toBe(1);
  expect(value('kafka_splunk_consumer_state', { state: 'running' })).toBe(0);
});

test('what is not known is left out', async () => {
  const { value, samples } = await scrape({
    workers: [workerMoment({ place: place({ state: 'restarting' }), stats: undefined })],
    partitions: [partitionMoment({ lag: undefined, settledOffset: -1, oldestUnsettledTimestamp: -1 })],
  });
  expect(samples.some(({ name }) => name.endsWith('lag_records'))).toBe(false);
  expect(samples.some(({ name }) => name.endsWith('settled_offset'))).toBe(false);
  expect(samples.some(({ name }) => name.endsWith('acknowledged_events_total'))).toBe(false);
  expect(value('kafka_splunk_consumer_worker_up', { worker: '0' })).toBe(0);
  expect(value('kafka_splunk_consumer_oldest_unsettled_age_seconds')).toBe(0);
  expect(value('kafka_splunk_consumer_dead_letters_total', { reason: 'hec-6' })).toBe(0);
});

test('the age is that of the oldest', async () => {
  const at = (partition: number, oldestUnsettledTimestamp: number) =>
    partitionMoment({ partition, oldestUnsettledTimestamp, inFlight: 1 });
  const { value } = await scrape({ partitions: [at(0, moment - 1500), at(1, moment - 900)] });
  expect(value('kafka_splunk_consumer_oldest_unsettled_age_seconds')).toBe(1.5);
});
