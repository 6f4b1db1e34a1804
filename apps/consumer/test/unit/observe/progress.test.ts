import { describe, expect, it } from '@jest/globals';
import type { WorkerStats } from '../../../src/ipc/messages.js';
import { FleetTotals } from '../../../src/observe/fleet-totals.js';
import { describeAge, describeProgress, measureProgress } from '../../../src/observe/progress.js';
import { delivery, partition, stats } from '../../fixtures/stats.js';

const now = Date.parse('2026-03-04T12:05:00Z');

/** Ten seconds in which `events` were delivered, with these workers at the end. */
const line = (events: number, ...workers: (WorkerStats | undefined)[]) => {
  const totals = new FleetTotals();
  const before = { at: 0, now: now - 10_000, totals: totals.total, workers: [] };
  totals.heard(0, stats({ deliveredEvents: events, deliveredBytes: events * 100 }));
  const progress = measureProgress(before, {
    at: 10_000,
    now,
    totals: totals.total,
    workers: workers.map((s, worker) => ({ worker, stats: s })),
  });
  return { progress, words: describeProgress(progress) };
};

describe('progress', () => {
  it('shows rate, total, lag and the age of the oldest unsettled record', () => {
    const { progress, words } = line(
      1_234_560,
      stats({ partitions: [partition({ lag: 300, inFlight: 7, oldestUnsettledTimestamp: now - 1250 })] }),
      stats({
        partitions: [partition({ lag: 45 }), partition({ oldestUnsettledTimestamp: -1, inFlight: 1 })],
      }),
    );
    expect(words).toBe('123,456 events/s · 1,234,560 delivered · lag 345 · oldest unsettled 1.2 s');
    expect(progress).toMatchObject({
      bytesPerSecond: 12_345_600,
      inFlight: 8,
      partitions: 3,
      standstill: undefined,
    });
  });

  it('does not invent a lag', () => {
    expect(line(1, stats({ partitions: [partition({ lag: undefined })] })).words).toContain('lag unknown');
    const half = line(1, stats({ partitions: [partition({ lag: undefined }), partition({ lag: 2 })] }));
    expect(half.words).toContain('lag 2 (unknown for 1)');
  });

  it('is never older than nothing when the clocks of producer and consumer differ', () => {
    const { progress } = line(
      1,
      stats({ partitions: [partition({ oldestUnsettledTimestamp: now + 5000 })] }),
    );
    expect(progress.oldestUnsettledMs).toBe(0);
  });

  it.each<[string, (WorkerStats | undefined)[], string]>([
    [
      'an error that somebody has to mend',
      [stats({ states: [delivery({ state: 'paused', cause: '403 Invalid token', since: now - 60_000 })] })],
      'paused: 403 Invalid token since 12:04:00Z (https://splunk:8088)',
    ],
    [
      "yesterday's error, with its date",
      [stats({ states: [delivery({ state: 'paused', cause: 'X', since: now - 86_400_000 })] })],
      'paused: X since 2026-03-03 12:05:00Z',
    ],
    [
      'a busy Splunk',
      [
        stats({
          states: [delivery({ state: 'backing-off', cause: '503 Server is busy', until: now + 10_000 })],
        }),
      ],
      'backing off until 12:05:10Z: 503 Server is busy',
    ],
    [
      'no Kafka',
      [stats({ consumerState: 'connecting' }), stats({ consumerState: 'connecting' })],
      '· connecting to Kafka',
    ],
    [
      'a worker that is being restarted',
      [stats({ partitions: [partition()] }), undefined],
      'worker 1 starting',
    ],
    [
      'paused partitions',
      [
        stats({
          partitions: [0, 1, 2, 3, 4].map((p) => partition({ partition: p, pauseCause: 'codec snappy' })),
        }),
      ],
      'not fetching orders[0], orders[1], orders[2] and 2 more: codec snappy',
    ],
    [
      'nothing to do',
      [stats({ partitions: [partition()] })],
      'nothing to read: every partition is at its end',
    ],
    ['nothing assigned', [stats()], 'no partition is assigned to this program'],
    [
      'an answer that does not come',
      [stats({ partitions: [partition({ lag: 9, inFlight: 9 })] })],
      'waiting for Splunk to answer for 9 records',
    ],
    [
      'an acknowledgement that does not come',
      [stats({ partitions: [partition({ lag: 9, inFlight: 9 })], awaitingAck: 3 })],
      'waiting for ack: Splunk has taken 3 requests and has not indexed them yet',
    ],
    [
      'records that do not come',
      [stats({ partitions: [partition({ lag: 9 })] })],
      'waiting for records from Kafka',
    ],
  ])('says why it stands still: %s', (_name, workers, words) => {
    expect(line(0, ...workers).words).toContain(words);
  });

  it('tells ages in the unit a person would', () => {
    expect([0, 149, 59_999, 60_000, 3_600_000, 86_400_000 * 2.5].map(describeAge)).toEqual([
      '0.0 s',
      '0.1 s',
      '59.9 s',
      '1 min',
      '1.0 h',
      '2.5 d',
    ]);
  });
});

describe('totals', () => {
  it('keep what a worker had counted when its successor begins at 0', () => {
    const totals = new FleetTotals();
    totals.heard(0, stats({ deliveredEvents: 10 }));
    totals.heard(1, stats({ deliveredEvents: 5 }));
    totals.heard(0, stats({ deliveredEvents: 20 }));
    totals.gone(0);
    totals.gone(0);
    expect(totals.total.deliveredEvents).toBe(25);
    totals.heard(0, stats({ deliveredEvents: 1 }));
    expect(totals.total.deliveredEvents).toBe(26);
  });
});
