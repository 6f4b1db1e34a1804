import { beforeEach, describe, expect, test } from '@jest/globals';
import type { LetGoRange } from '../../src/let-go/let-go-range.js';
import { goingOn } from '../../src/out-of-range.js';
import type { PartitionStream } from '../../src/partition-stream.js';
import { at, fetched, type IntakeBench, intakeBench } from '../intake-bench.js';

let bench: IntakeBench;

beforeEach(() => {
  bench = intakeBench();
});

const start = (offset: number): PartitionStream =>
  bench.owned.gain({ ...at, offset, committed: offset, commitNow: false }, false);
const warnings = () => bench.events.flatMap((event) => (event.kind === 'warning' ? [event.message] : []));

test('goes on at the first record, anew, or where it was', () => {
  expect(goingOn(1500, { first: 2000, end: 2000 })).toBe('first');
  expect(goingOn(1500, { first: 0, end: 1499 })).toBe('anew');
  expect(goingOn(1500, { first: 0, end: 1500 })).toBe('place');
  expect(goingOn(1500, { first: 1500, end: 1500 })).toBe('place');
});

describe('a place that is out of range', () => {
  test('and an empty log: told at once, and committed', async () => {
    const stream = start(1500);
    bench.log = { first: 2000, end: 2000 };
    await bench.intake.outOfRange(at);
    expect(warnings()).toEqual([expect.stringContaining('500 offsets up to 2000 are no longer in the log')]);
    expect(stream).toMatchObject({
      place: 2000,
      offsetToCommit: 2000,
      outOfRange: false,
      highWatermark: 2000,
    });
    expect(bench.seeks).toEqual([2000]);
  });

  test('and records in flight before it: they are in the way of the commit', async () => {
    const stream = start(0);
    bench.intake.records(fetched(0, 10));
    bench.log = { first: 30, end: 30 };
    await bench.intake.outOfRange(at);
    expect([stream.place, stream.offsetToCommit]).toEqual([30, undefined]);
    const [batch] = bench.batches as [(typeof bench.batches)[number]];
    stream.settle(batch as never, 0, 10);
    expect(stream.offsetToCommit).toBe(30);
  });

  test('and what was to be read again is gone: it is told, and settled', async () => {
    const stream = start(0);
    bench.intake.records(fetched(0, 10));
    const [batch] = bench.batches;
    const [range] = bench.letGo.letGo([{ batch: batch as never, from: 0, to: 10 }]) as [LetGoRange];
    bench.letGo.readAgain(range);
    bench.intake.drain();
    bench.log = { first: 10, end: 10 };
    await bench.intake.outOfRange(at);
    expect(bench.events).toContainEqual({
      kind: 'records-gone',
      partition: at,
      from: 0,
      to: 10,
      records: 10,
    });
    expect(stream.ledger).toMatchObject({ inFlight: 0, settledOffset: 10 });
    expect(stream.pauseCause).toBeDefined();
    expect(warnings()).toEqual([]);
  });

  test('and the other half of that is there: it is read again', async () => {
    const stream = start(0);
    bench.intake.records(fetched(0, 10));
    const [batch] = bench.batches.splice(0);
    const [range] = bench.letGo.letGo([{ batch: batch as never, from: 0, to: 10 }]) as [LetGoRange];
    bench.letGo.readAgain(range);
    bench.log = { first: 4, end: 10 };
    await bench.intake.outOfRange(at);
    expect([stream.place, bench.seeks.at(-1)]).toEqual([4, 4]);
    bench.intake.records(fetched(4, 10));
    expect(bench.batches).toMatchObject([{ again: true, count: 6 }]);
    expect(stream.ledger.inFlight).toBe(6);
  });

  test('and a log that ends before it: another log, read from its beginning', async () => {
    start(1500);
    bench.log = { first: 0, end: 0 };
    await bench.intake.outOfRange(at);
    expect(warnings()).toEqual([expect.stringMatching(/the log ends before offset 1500, .* going on at 0/)]);
    expect(bench.owned.get(at)).toMatchObject({ place: 0, commitNow: true });
    expect(bench.seeks).toEqual([0]);
  });

  test('and is in the log after all: it is sought again', async () => {
    const stream = start(5);
    bench.log = { first: 0, end: 5 };
    await bench.intake.outOfRange(at);
    expect([bench.seeks, stream.outOfRange, warnings()]).toEqual([[5], false, []]);
  });

  test('and nobody answers where the log begins: the next records tell', async () => {
    const stream = start(5);
    await bench.intake.outOfRange(at);
    expect([bench.seeks, stream.outOfRange, warnings()]).toEqual([[], true, []]);
    bench.intake.records(fetched(8, 10));
    expect(warnings()).toEqual([expect.stringContaining('3 offsets up to 8')]);
  });

  test('and has moved away when the answer comes: nothing happens to who owns it now', async () => {
    start(1500);
    bench.log = { first: 2000, end: 2000 };
    const answer = bench.intake.outOfRange(at);
    bench.owned.lose(at);
    const stream = start(1600);
    await answer;
    expect([stream.place, bench.seeks, warnings()]).toEqual([1600, [], []]);
  });
});
