import { channel } from 'node:diagnostics_channel';
import { expect, test } from '@jest/globals';
import { hecChannels } from '@kafka-splunk/hec-client';
import { addRequests, noRequests, requestBoundsMs } from '../../../src/requests/request-counts.js';
import { RequestTally } from '../../../src/worker/request-tally.js';

const origin = 'https://splunk:8088';
const end = { origin, path: '/services/collector/event?index=main', bytes: 100, durationMs: 7, status: 200 };

test('counts by purpose and answer; statuses that nobody uses become few', () => {
  const tally = new RequestTally();
  tally.count(end);
  tally.count(end);
  for (const status of [503, 418, 599, 302]) tally.count({ ...end, status });
  tally.count({ origin, path: end.path, bytes: 100, durationMs: 7 });
  tally.count({ ...end, path: '/services/collector/ack?channel=1' });
  tally.count({ ...end, path: '/services/collector/health' });
  const answers = tally.snapshot().answers.map(({ purpose, answer, count }) => [purpose, answer, count]);
  expect(answers).toEqual([
    ['events', '200', 2],
    ['events', '503', 1],
    ['events', '4xx', 1],
    ['events', '5xx', 1],
    ['events', '3xx', 1],
    ['events', 'none', 1],
    ['ack', '200', 1],
    ['health', '200', 1],
  ]);
});

test('bytes and durations are those of requests with events; a bound belongs to its bucket', () => {
  const tally = new RequestTally();
  for (const durationMs of [5, 5.1, 60_000, 60_001]) tally.count({ ...end, durationMs });
  tally.count({ ...end, path: '/services/collector/ack' });
  const { sentBytes, durations } = tally.snapshot();
  expect(sentBytes).toBe(400);
  expect(durations.sumMs).toBeCloseTo(120_011.1);
  expect(durations.counts).toEqual(
    requestBoundsMs.map((ms) => ([5, 10, 60_000].includes(ms) ? 1 : 0)).concat(1),
  );
});

test('listens to every client of its process', () => {
  const tally = new RequestTally();
  tally.listen();
  channel(hecChannels.requestEnd).publish(end);
  expect(tally.snapshot().answers).toEqual([
    { endpoint: origin, purpose: 'events', answer: '200', count: 1 },
  ]);
});

test('counts of processes add up by endpoint, purpose and answer', () => {
  const [one, other] = [new RequestTally(), new RequestTally()];
  one.count(end);
  other.count(end);
  other.count({ ...end, origin: 'https://other:8088' });
  const sum = addRequests(addRequests(noRequests, one.snapshot()), other.snapshot());
  expect(sum.answers.map(({ endpoint, count }) => [endpoint, count])).toEqual([
    [origin, 2],
    ['https://other:8088', 1],
  ]);
  expect(sum.sentBytes).toBe(300);
  expect(sum.durations.counts[1]).toBe(3);
  // What was added is left as it was.
  expect(one.snapshot().answers[0]?.count).toBe(1);
});
