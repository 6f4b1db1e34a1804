import { describe, expect, test } from '@jest/globals';
import { readMoment } from '../../../src/replay/moment.js';
import { placesOf, readPlace } from '../../../src/replay/place.js';
import { planReplay, type ReplayRequest } from '../../../src/replay/plan-replay.js';

const now = Date.parse('2026-01-31T12:00:00Z');

test.each([
  ['2026-01-31T08:00:00Z', now - 4 * 3_600_000],
  ['2026-01-31 09:00+01:00', now - 4 * 3_600_000],
  ['90m', now - 90 * 60_000],
  ['1.5h', now - 90 * 60_000],
  ['7d', now - 7 * 86_400_000],
  ['2026-01-31T08:00:00', undefined],
  ['2026-13-31T08:00:00Z', undefined],
  ['yesterday', undefined],
  ['', undefined],
])('the time %j', (text, time) => {
  expect(readMoment(text, now)).toBe(time);
});

test.each([
  ['1200', { kind: 'offset', offset: 1200 }],
  ['0:1,3:80', { kind: 'offsets', offsets: new Map([[0, 1], [3, 80]]) }], // biome-ignore format: a table
  ['latest', { kind: 'latest' }],
  ['2h', { kind: 'time', time: now - 7_200_000 }],
  ['-1', undefined],
  ['0:1,', undefined],
  ['noon', undefined],
])('the place %j', (text, place) => {
  expect(readPlace(text, now)).toEqual(place);
});

describe('planReplay', () => {
  /** Partitions 0 to 2 of `orders`: the log holds 10–20, 0–5 and nothing; a record of each is at its middle by time. */
  const admin = {
    topicPartitions: async (topic: string) => (topic === 'orders' ? 3 : undefined),
    bounds: async () => [
      { topic: 'orders', partition: 1, first: 0, end: 5 },
      { topic: 'orders', partition: 0, first: 10, end: 20 },
      { topic: 'orders', partition: 2, first: 0, end: 0 },
    ],
    offsetsAt: async (_: string, time: number) =>
      [15, 3, 0].map((offset, partition) => ({ topic: 'orders', partition, offset: Math.min(offset, time) })),
  };
  const plan = (request: Partial<ReplayRequest>) =>
    planReplay(
      {
        topic: 'orders',
        partitions: undefined,
        from: { kind: 'earliest' },
        to: { kind: 'latest' },
        ...request,
      },
      admin,
    ).then(({ ranges, missing }) => ({
      ranges: ranges.map(({ partition, from, to }) => `${partition}:${from}-${to}`),
      missing: missing.map(({ partition, from, to }) => `${partition}:${from}-${to}`),
    }));

  test('by the ends of the log, by time, by offset, by offsets', async () => {
    expect(await plan({})).toEqual({ ranges: ['0:10-20', '1:0-5'], missing: [] });
    expect(await plan({ from: { kind: 'time', time: 100 } })).toMatchObject({ ranges: ['0:15-20', '1:3-5'] });
    expect(await plan({ partitions: [1], from: { kind: 'offset', offset: 4 } })).toMatchObject({
      ranges: ['1:4-5'],
    });
    const offsets = new Map([[0, 12]]);
    expect(await plan({ from: { kind: 'offsets', offsets } })).toMatchObject({ ranges: ['0:12-20'] });
  });

  test('what is not in the log is told', async () => {
    expect(
      await plan({
        partitions: [0],
        from: { kind: 'offset', offset: 5 },
        to: { kind: 'offset', offset: 30 },
      }),
    ).toEqual({ ranges: ['0:10-20'], missing: ['0:5-10', '0:20-30'] });
  });

  test.each<[string, Partial<ReplayRequest>, string]>([
    ['a topic that is not there', { topic: 'odrers' }, 'REPLAY_TOPIC'],
    ['a partition that is not there', { partitions: [3] }, 'REPLAY_RANGE'],
    ['an offset of several partitions', { from: { kind: 'offset', offset: 1 } }, 'REPLAY_RANGE'],
    [
      'a range that runs backwards',
      { partitions: [0], from: { kind: 'offset', offset: 9 }, to: { kind: 'offset', offset: 8 } },
      'REPLAY_RANGE',
    ],
    [
      'an end that is missing',
      { partitions: [0], to: { kind: 'offsets', offsets: new Map([[1, 3]]) } },
      'REPLAY_RANGE',
    ],
  ])('%s is refused', async (_, request, code) => {
    await expect(plan(request)).rejects.toMatchObject({ code });
  });
});

test('what is left is written so that it can be read', () => {
  const { from, to } = placesOf([
    { topic: 'orders', partition: 0, from: 12, to: 20 },
    { topic: 'orders', partition: 3, from: 0, to: 5 },
  ]);
  expect([from, to]).toEqual(['0:12,3:0', '0:20,3:5']);
  expect(readPlace(from, now)).toMatchObject({ kind: 'offsets' });
});
