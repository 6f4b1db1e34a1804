import { describe, expect, test } from '@jest/globals';
import {
  atRest,
  changeFigures,
  leastMoves,
  movedBetween,
  type Ownership,
  spreadOf,
  standstills,
} from '../../src/joins/group-view.js';
import { changesTable, steadyTable } from '../../src/joins/joins-tables.js';
import { sumOfTallies } from '../../src/joins/wire-tally.js';
import type { MemberWord } from '../../src/joins/words.js';

const owned = (lists: Readonly<Record<number, readonly number[]>>): Ownership =>
  new Map(Object.entries(lists).map(([member, list]) => [Number(member), list]));
const joined = (member: number, at: number, generation: number, partitions: number[]): MemberWord => ({
  kind: 'joined',
  member,
  at,
  generation,
  partitions,
});
const joining = (member: number, at: number): MemberWord => ({ kind: 'joining', member, at });

describe('a group is at rest', () => {
  const both = new Set([0, 1]);
  const words = [joining(0, 1), joining(1, 1), joined(0, 5, 1, [0, 1]), joined(1, 6, 1, [2])];

  test('when every partition has one owner in one generation', () => {
    expect(atRest(words, both, 3)).toEqual({ owned: owned({ 0: [0, 1], 1: [2] }), generation: 1 });
  });

  test.each([
    ['somebody has not joined', words.slice(0, 3)],
    ['somebody joins anew', [...words, joining(0, 7)]],
    ['generations differ', [...words, joining(0, 7), joined(0, 8, 2, [0, 1])]],
    ['a partition has two owners', [...words, joined(1, 8, 1, [1])]],
    ['a partition has none', [...words, joined(1, 8, 1, [])]],
  ])('not while %s', (_, said) => {
    expect(atRest(said, both, 3)).toBeUndefined();
  });

  test('whoever has left is not asked', () => {
    const said = [...words, joined(0, 9, 2, [0, 1, 2])];
    expect(atRest(said, new Set([0]), 3)?.generation).toBe(2);
  });
});

test('moves are counted, and the fewest that there could be', () => {
  const before = owned({ 0: [0, 1, 2], 1: [3, 4], 2: [5, 6] });
  const after = owned({ 0: [0, 1, 2, 5], 1: [3, 4, 6] });
  expect(movedBetween(before, after)).toBe(2);
  expect(leastMoves(before, after)).toBe(2);
  const grown = owned({ 0: [0, 1], 1: [3, 4], 2: [5, 6], 3: [2] });
  expect(leastMoves(before, grown)).toBe(1);
  expect(movedBetween(before, owned({ 0: [3, 4], 1: [0, 1, 2], 2: [5, 6] }))).toBe(5);
  expect(leastMoves(new Map(), after)).toBe(7);
  expect(spreadOf(grown)).toBe(1);
});

test('a standstill begins with the first word of a rebalance and ends with the last join', () => {
  const words = [joining(0, 10), joined(0, 20, 2, []), joining(0, 25), joined(0, 60, 3, []), joining(1, 30)];
  expect(standstills(words, new Set([0, 1, 2]))).toEqual([50]);
});

test('a change comes to figures, and a row', () => {
  const before = { owned: owned({ 0: [0, 1, 2], 1: [3] }), generation: 4 };
  const after = { owned: owned({ 0: [0, 1], 1: [3], 2: [2] }), generation: 6 };
  const words = [joining(0, 1100), joining(1, 1200), joined(0, 1500, 6, [0, 1]), joined(1, 1700, 6, [3])];
  const figures = changeFigures({ at: 1000, words }, before, after);
  expect(figures).toEqual({
    ms: 700,
    generations: 2,
    spread: 1,
    moved: 1,
    leastMoved: 1,
    standstillMs: { median: 400, worst: 500 },
  });
  const tally = { requests: 3, sentBytes: 300, receivedBytes: 0, largestSent: 120, largestReceived: 4567 };
  const row = changesTable([
    { name: 'one joins', ...figures, apis: { JoinGroup: tally }, cpuSeconds: 0.25 },
  ]).split('\n')[2];
  expect(row?.split('|').map((cell) => cell.trim())).toEqual([
    '',
    'one joins',
    '0.7 s',
    '2',
    '1',
    '1 (1)',
    '0.4 / 0.5 s',
    '3',
    '4.6 kB',
    '– kB',
    '0.3 s',
    '',
  ]);
});

test('tallies of several processes add up, the largest stays the largest', () => {
  const tally = (bytes: number) => ({
    requests: 1,
    sentBytes: bytes,
    receivedBytes: 1,
    largestSent: bytes,
    largestReceived: 1,
  });
  const apis = sumOfTallies([{ Fetch: tally(10) }, { Fetch: tally(30), Metadata: tally(5) }]);
  expect(apis.Fetch).toEqual({
    requests: 2,
    sentBytes: 40,
    receivedBytes: 2,
    largestSent: 30,
    largestReceived: 1,
  });
  const steady = { seconds: 10, apis, cpuSeconds: 0, connections: 0, peakBytes: 0 };
  const rows = steadyTable({ changes: [], steady, warnings: [] }, 2).split('\n').slice(2);
  expect(rows[0]).toMatch(/^\| Fetch +\| +0\.10 \| +20 \| +1 \|$/);
  expect(rows[1]).toMatch(/^\| Metadata +\| +0\.05 \|/);
});
