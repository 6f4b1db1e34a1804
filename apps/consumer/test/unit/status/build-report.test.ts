import { describe, expect, test } from '@jest/globals';
import { noAckIdCause } from '@kafka-splunk/hec-client/codes';
import { BUDGET_CAUSE } from '@kafka-splunk/kafka-balanced-consumer';
import { noDelays } from '../../../src/delay/delay-buckets.js';
import { buildReport } from '../../../src/status/build-report.js';
import { fleet, moment, partitionMoment, place, workerMoment } from '../../fixtures/fleet-snapshot.js';
import { delivery, stats } from '../../fixtures/stats.js';

const invalidToken = delivery({
  state: 'paused',
  cause: '403 Invalid token (code 4)',
  since: moment - 351_000,
  failures: 70,
  lastError: { text: '403 Invalid token (code 4)', at: moment - 1000 },
});
const waits = { lag: 100, inFlight: 20, settledOffset: 10, highWatermark: 110 };
const joined = (over: Parameters<typeof stats>[0]) =>
  workerMoment({ stats: stats({ memberId: 'm-0', ...over }) });

describe('the state in one word', () => {
  test('all flows', () => {
    expect(buildReport(fleet())).toMatchObject({ state: 'running', causes: [], lag: 0 });
  });

  test('nobody was in the group yet', () => {
    const workers = [joined({ consumerState: 'joining' })];
    const report = buildReport(fleet({ everJoined: false, workers, partitions: [] }));
    expect(report.state).toBe('starting');
  });

  test('nobody gets into the group, and the start is over', () => {
    const workers = [joined({ consumerState: 'connecting', kafkaTrouble: 'SASL authentication failed' })];
    const report = buildReport(fleet({ everJoined: false, workers, partitions: [], deliveredAgoMs: 60_000 }));
    expect(report).toMatchObject({ state: 'standing-still', causes: [{ code: 'kafka-unreachable' }] });
  });

  test('nothing is delivered though there is something to deliver', () => {
    const report = buildReport(
      fleet({
        workers: [joined({ states: [invalidToken] })],
        partitions: [partitionMoment(waits, { movedAgoMs: 9000 })],
        deliveredAgoMs: 9000,
      }),
    );
    expect(report.state).toBe('standing-still');
    expect(report.causes).toEqual([
      {
        severity: 'critical',
        about: 'endpoint',
        name: 'https://splunk:8088',
        text: 'paused: 403 Invalid token (code 4) since 12:04:09Z',
        since: moment - 351_000,
        remedy: expect.stringMatching(/^Splunk refuses the token\. /) as unknown,
        code: 'token-refused',
      },
    ]);
    expect(report.partitions[0]).toMatchObject({
      state: 'waiting',
      cause: 'paused: 403 Invalid token (code 4) since 12:04:09Z',
    });
  });

  test.each([
    ['something flows beside it', { deliveredAgoMs: 500, partitions: [partitionMoment(waits)] }],
    ['there is nothing to deliver', { deliveredAgoMs: 60_000, partitions: [partitionMoment()] }],
  ])('something is in the way, and %s', (_, over) => {
    const report = buildReport(fleet({ workers: [joined({ states: [invalidToken] })], ...over }));
    expect(report.state).toBe('degraded');
  });

  test('a stop is not a standstill', () => {
    const draining = workerMoment({ place: place({ state: 'draining' }) });
    const report = buildReport(fleet({ draining: true, deliveredAgoMs: 60_000, workers: [draining] }));
    expect(report).toMatchObject({ state: 'draining', workers: [{ state: 'draining' }] });
  });
});

describe('causes', () => {
  test('a worker that died says how, and when the next one starts', () => {
    const gone = workerMoment({
      place: place({
        state: 'restarting',
        pid: undefined,
        since: moment - 2000,
        restarts: 3,
        lastDeath: { at: moment - 2000, text: 'killed by SIGKILL' },
        restartsAt: moment + 2000,
      }),
      stats: undefined,
    });
    const other = workerMoment({ place: place({ worker: 1 }) });
    const report = buildReport(fleet({ workers: [gone, other] }));
    expect(report).toMatchObject({ state: 'degraded', totals: { workerRestarts: 3 } });
    expect(report.causes).toEqual([
      {
        severity: 'warning',
        about: 'worker',
        name: 'worker 0',
        text: 'died (killed by SIGKILL); the next one starts at 12:10:02Z',
        since: moment - 2000,
        remedy: expect.any(String) as unknown,
        code: 'worker-restarting',
      },
    ]);
    expect(report.workers[0]).toMatchObject({
      state: 'restarting',
      restartsAt: moment + 2000,
      partitions: 1,
    });
  });

  test('Kafka out of reach is critical and says why', () => {
    const workers = [joined({ consumerState: 'connecting', kafkaTrouble: 'connect ECONNREFUSED' })];
    const [cause] = buildReport(fleet({ workers, partitions: [] })).causes;
    expect(cause).toMatchObject({
      severity: 'critical',
      code: 'kafka-unreachable',
      text: 'connecting to Kafka: connect ECONNREFUSED',
    });
  });

  test('partitions that are paused for one reason are one cause, and flow control is none', () => {
    const stuck = { ...waits, pauseCause: 'dead letters cannot be written to x: ENOSPC' };
    const partitions = [
      ...[0, 1, 2, 3, 4].map((partition) => partitionMoment({ ...stuck, partition })),
      partitionMoment({ ...waits, partition: 5, pauseCause: BUDGET_CAUSE }),
    ];
    const report = buildReport(fleet({ partitions }));
    expect(report.causes).toEqual([
      {
        severity: 'critical',
        about: 'dead-letters',
        name: 'orders[0], orders[1], orders[2] and 2 more',
        text: 'not fetched: dead letters cannot be written to x: ENOSPC',
        since: moment - 5000,
        remedy: expect.any(String) as unknown,
        code: 'dead-letters-stuck',
      },
    ]);
    expect(report.partitions.at(-1)).toMatchObject({ state: 'flowing' });
  });

  test('critical ones come first, and what stops most before what stops less', () => {
    const busy = delivery({
      name: 'https://b:8088',
      state: 'backing-off',
      cause: '503 Server is busy (code 9)',
      since: moment - 900_000,
    });
    const ok = delivery({ name: 'https://c:8088' });
    const pause = { ...waits, pauseCause: 'unreadable', partition: 7 };
    const report = buildReport(
      fleet({
        workers: [joined({ states: [busy, ok, invalidToken] })],
        partitions: [partitionMoment(pause)],
      }),
    );
    expect(report.causes.map(({ code }) => code)).toEqual([
      'token-refused',
      'partition-paused',
      'splunk-busy',
    ]);
  });

  test('an endpoint that is busy for long is critical where there is no other', () => {
    const busy = (since: number) =>
      delivery({ state: 'backing-off', cause: 'connect ECONNREFUSED', since: moment - since });
    const severity = (since: number) =>
      buildReport(fleet({ workers: [joined({ states: [busy(since)] })] })).causes[0]?.severity;
    expect([severity(1000), severity(10_000)]).toEqual(['warning', 'critical']);
  });

  test.each([
    ['waiting-for-splunk', { inFlight: 20, lag: 100 }, 0],
    ['waiting-for-ack', { inFlight: 20, lag: 100 }, 3],
    ['waiting-for-kafka', { inFlight: 0, lag: 100 }, 0],
  ])('records that stand still for no known reason have one: %s', (code, over, awaitingAck) => {
    const report = buildReport(
      fleet({
        workers: [joined({ awaitingAck })],
        partitions: [partitionMoment(over, { movedAgoMs: 11_000 })],
        deliveredAgoMs: 11_000,
      }),
    );
    expect(report).toMatchObject({ state: 'standing-still', causes: [{ code, about: 'group' }] });
  });

  test('a program without partitions says so', () => {
    const report = buildReport(fleet({ partitions: [] }));
    expect(report).toMatchObject({ state: 'degraded', causes: [{ code: 'no-partitions' }] });
  });
});

test('an endpoint that gives no ackId is told as that, and not as one that is out of reach', () => {
  const [cause] = buildReport(
    fleet({ workers: [joined({ states: [delivery({ state: 'paused', cause: noAckIdCause })] })] }),
  ).causes;
  expect(cause).toMatchObject({
    code: 'ack-disabled',
    text: expect.stringContaining('gives no ackId') as unknown,
    remedy: expect.stringContaining('Turn it on for the token') as unknown,
  });
});

describe('a partition', () => {
  const web = delivery({
    scope: 'destination',
    name: 'raw index=typo',
    state: 'paused',
    cause: '400 Incorrect index (code 7)',
    since: moment - 60_000,
  });
  const workers = [joined({ states: [delivery(), web] })];
  const still = { movedAgoMs: 9000 };
  const stateOf = (over: Parameters<typeof partitionMoment>[0], around = still) =>
    buildReport(fleet({ workers, partitions: [partitionMoment(over, around)] })).partitions[0];

  test('is told the trouble of its own destination, and of no other', () => {
    expect(stateOf({ ...waits, destination: 'raw index=typo' })).toMatchObject({
      state: 'waiting',
      cause: 'paused: 400 Incorrect index (code 7) since 12:09:00Z',
    });
    expect(stateOf({ ...waits, destination: 'raw index=web' })).toMatchObject({
      state: 'waiting',
      cause: 'waiting for Splunk to answer',
    });
  });

  test('that waits for memory is told what it really waits for', () => {
    const held = { ...waits, pauseCause: BUDGET_CAUSE };
    expect(stateOf({ ...held, destination: 'raw index=typo' })?.cause).toMatch(/Incorrect index/);
    expect(stateOf(held)).toMatchObject({ state: 'paused', cause: BUDGET_CAUSE });
  });

  test('is idle at its end, and flows while it moves', () => {
    expect(stateOf({ lag: 0, inFlight: 0 })).toMatchObject({ state: 'idle' });
    expect(stateOf(waits, { movedAgoMs: 100 })).toMatchObject({ state: 'flowing' });
  });

  test('without a known end says that', () => {
    expect(stateOf({ lag: undefined, highWatermark: undefined })).toMatchObject({
      state: 'waiting',
      cause: 'its end is not known yet',
    });
  });

  test('whose oldest record has no timestamp has no age', () => {
    expect(stateOf({ ...waits, oldestUnsettledTimestamp: -1 })?.oldestUnsettledAt).toBeUndefined();
    const report = buildReport(
      fleet({
        partitions: [
          partitionMoment({ ...waits, oldestUnsettledTimestamp: -1 }),
          partitionMoment({ ...waits, partition: 1, oldestUnsettledTimestamp: moment - 7000 }),
        ],
      }),
    );
    expect(report.oldestUnsettledAt).toBe(moment - 7000);
  });
});

describe('deliveries', () => {
  test('are the worst that any worker sees, with who sees it and the last trouble', () => {
    const seen = (worker: number, states: ReturnType<typeof delivery>[]) =>
      workerMoment({ place: place({ worker }), stats: stats({ memberId: `m-${worker}`, states }) });
    const recovered = delivery({ lastError: { text: '503 Server is busy (code 9)', at: moment - 9000 } });
    const report = buildReport(
      fleet({ workers: [seen(0, [recovered]), seen(1, [invalidToken]), seen(2, [invalidToken])] }),
    );
    expect(report.deliveries).toEqual([
      expect.objectContaining({ state: 'paused', workers: [1, 2], failures: 70 }),
    ]);
    expect(report.deliveries[0]?.lastError).toEqual(invalidToken.lastError);
  });
});

test('delays are told once there are any', () => {
  const counts = noDelays.counts.map((_, bucket) => (bucket === 2 ? 98 : bucket === 9 ? 2 : 0));
  expect(buildReport(fleet()).delay).toBeUndefined();
  const recentDelays = { accepted: { counts, sumMs: 1 }, acked: noDelays };
  expect(buildReport(fleet({ recentDelays })).delay).toEqual({ acceptedP50Ms: 300, acceptedP99Ms: 5000 });
});

test('thousands of destinations in trouble do not flood whoever reads, and endpoints stay', () => {
  const states = Array.from({ length: 3000 }, (_, number) =>
    delivery({
      scope: 'destination',
      name: `raw index=${number}`,
      state: 'paused',
      cause: '400 Incorrect index (code 7)',
    }),
  );
  const report = buildReport(fleet({ workers: [joined({ states: [...states, invalidToken] })] }));
  expect(report.causes).toHaveLength(50);
  expect(report.causes[0]?.code).toBe('token-refused');
  expect(report.deliveries).toHaveLength(200);
  expect(report.deliveries[0]?.scope).toBe('endpoint');
});
