import { beforeEach, describe, expect, test } from '@jest/globals';
import type { ConsumerEvent } from '../../../src/consumer-event.js';
import type { Intake } from '../../../src/intake.js';
import type { LetGo } from '../../../src/let-go/let-go.js';
import type { LetGoRange } from '../../../src/let-go/let-go-range.js';
import type { OwnedPartitions } from '../../../src/owned-partitions.js';
import type { PartitionStream } from '../../../src/partition-stream.js';
import type { RecordBatch } from '../../../src/records/record-batch.js';
import { at, fetched, intakeBench } from '../../intake-bench.js';

let events: ConsumerEvent[];
let seeks: number[];
let valve: string[];
let batches: RecordBatch[];
let owned: OwnedPartitions;
let intake: Intake;
let letGo: LetGo;

function start(offset = 0): PartitionStream {
  return owned.gain({ ...at, offset, committed: undefined, commitNow: false }, false);
}

function letAllGo(): LetGoRange[] {
  const list = batches.splice(0);
  return letGo.letGo(list.map((batch) => ({ batch, from: 0, to: batch.count })));
}

const values = (): string[] =>
  batches.flatMap((batch) => Array.from({ length: batch.count }, (_, i) => String(batch.value(i))));
const gone = () => events.flatMap((event) => (event.kind === 'records-gone' ? [event] : []));

beforeEach(() => {
  ({ events, seeks, valve, batches, owned, intake, letGo } = intakeBench());
});

describe('what was let go', () => {
  test('neighbours are one range, others are not', () => {
    start();
    intake.records(fetched(0, 3));
    intake.records(fetched(3, 5));
    intake.records(fetched(5, 7));
    const [first, second, third] = batches as [RecordBatch, RecordBatch, RecordBatch];
    const ranges = letGo.letGo([
      { batch: first, from: 1, to: 3 },
      { batch: second, from: 0, to: 2 },
      { batch: third, from: 1, to: 1 },
      { batch: third, from: 1, to: 2 },
    ]);
    expect(ranges).toEqual([
      { ...at, generation: 1, from: 1, to: 5, records: 4 },
      { ...at, generation: 1, from: 6, to: 7, records: 1 },
    ]);
  });

  test('means nothing any more when the partition was away and is back', () => {
    start();
    intake.records(fetched(0, 3));
    const [range] = letAllGo() as [LetGoRange];
    owned.lose(at);
    const stream = start();
    intake.records(fetched(0, 3));
    letAllGo();
    letGo.settle(range);
    letGo.readAgain(range);
    expect([stream.ledger.settledOffset, stream.ledger.inFlight, stream.rereads.isEmpty]).toEqual([
      0,
      3,
      true,
    ]);
    expect(events.map(({ kind }) => kind)).toEqual(['outcome-dropped', 'outcome-dropped']);
  });

  test('has a bound: then nothing new is fetched, but what is to be read again is', () => {
    const stream = start();
    // One record in two is let go: each is a run of its own.
    intake.records(fetched(0, 4000));
    const [batch] = batches.splice(0) as [RecordBatch];
    const ranges: LetGoRange[] = [];
    for (let i = 0; i < 3000; i += 2) ranges.push(...letGo.letGo([{ batch, from: i, to: i + 1 }]));
    intake.records(fetched(4000, 4001));
    expect([stream.gated, valve]).toEqual([true, ['pause']]);
    letGo.readAgain(ranges[5] as LetGoRange);
    expect([stream.gated, valve]).toEqual([false, ['pause', 'resume']]);
    intake.records(fetched(10, 20));
    expect(batches.at(-1)).toMatchObject({ again: true, count: 1 });
    expect([stream.gated, stream.place]).toEqual([true, 4001]);
    for (const range of ranges.slice(6)) letGo.settle(range);
    expect(stream.gated).toBe(false);
  });
});

describe('what is read again', () => {
  test('survives a fetch from before, each time', () => {
    start();
    intake.records(fetched(0, 10));
    const ranges = letAllGo();
    for (let round = 0; round < 3; round++) {
      for (const range of ranges.splice(0)) letGo.readAgain(range);
      // It was handed out already when the reader was told to go back.
      for (let stale = 0; stale < 3; stale++) expect(intake.records(fetched(10, 20))).toBeUndefined();
      expect(seeks).toEqual([0, 0, 0, 0]);
      expect(intake.records(fetched(0, 10))?.position).toBe(10);
      expect(values()).toEqual(Array.from({ length: 10 }, (_, i) => `${i}`));
      ranges.push(...letAllGo());
      seeks.length = 0;
    }
    expect(gone()).toEqual([]);
  });

  test('leaves new records that came with it for the fetch that goes on there', () => {
    const stream = start();
    intake.records(fetched(0, 10));
    const [range] = letAllGo() as [LetGoRange];
    letGo.readAgain(range);
    expect(intake.records(fetched(0, 25))?.position).toBe(10);
    expect(values()).toHaveLength(10);
    expect(stream.ledger.position).toBe(10);
    intake.records(fetched(10, 25));
    expect(values()).toHaveLength(25);
  });

  test('and is only partly there: the rest is told, and in nobody’s way', () => {
    const stream = start();
    intake.records(fetched(0, 10));
    const [range] = letAllGo() as [LetGoRange];
    letGo.readAgain(range);
    stream.outOfRange = true;
    intake.records(fetched(4, 8));
    expect(gone()).toMatchObject([{ from: 0, to: 4, records: 4 }]);
    expect(stream.place).toBe(8);
    // The last two were compacted away.
    intake.records(fetched(8, 12, 10));
    expect(gone()).toMatchObject([{ records: 4 }, { from: 8, to: 10, records: 2 }]);
    expect(stream.ledger).toMatchObject({ inFlight: 4, settledOffset: 4 });
  });
});
