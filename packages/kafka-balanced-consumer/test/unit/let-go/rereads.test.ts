import { beforeEach, describe, expect, test } from '@jest/globals';
import type { FetchedBatch, GroupSession, PartitionOffset } from '../../../src/broker/group-session.js';
import type { ConsumerEvent } from '../../../src/consumer-event.js';
import { FlowControl } from '../../../src/flow/flow-control.js';
import { LeaderlessPartitions } from '../../../src/flow/leaderless-partitions.js';
import { UnreadablePartitions } from '../../../src/flow/unreadable-partitions.js';
import { Intake } from '../../../src/intake.js';
import { LetGo } from '../../../src/let-go/let-go.js';
import type { LetGoRange } from '../../../src/let-go/let-go-range.js';
import { type BalancedConsumerOptions, resolveOptions } from '../../../src/options.js';
import { OwnedPartitions } from '../../../src/owned-partitions.js';
import type { PartitionStream } from '../../../src/partition-stream.js';
import type { ColumnBatch } from '../../../src/records/column-batch.js';
import { LentMemory } from '../../../src/records/lent-memory.js';
import type { RecordBatch } from '../../../src/records/record-batch.js';
import { Slabs } from '../../../src/records/slab.js';
import { batchBytes, pieces, recordSet } from '../../record-bytes.js';

const MIB = 1024 * 1024;
const at = { topic: 't', partition: 0 };

let events: ConsumerEvent[];
let seeks: number[];
let valve: string[];
let batches: RecordBatch[];
let owned: OwnedPartitions;
let slabs: Slabs<ColumnBatch>;
let flow: FlowControl;
let intake: Intake;
let letGo: LetGo;

/** A fetch from this offset on, of records that are there from 0 to `end`. */
function fetched(from: number, end: number, first = from): FetchedBatch {
  const records = Array.from({ length: end - first }, (_, i) => ({ value: Buffer.from(`${first + i}`) }));
  const set = recordSet([batchBytes({ baseOffset: first, records })]);
  return {
    ...at,
    fetchedOffset: from,
    highWatermark: end,
    pieces: (position) => pieces(set, position),
  };
}

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
  [events, seeks, valve, batches] = [[], [], [], []];
  owned = new OwnedPartitions();
  slabs = new Slabs(() => {}, new LentMemory(() => 0));
  const given: BalancedConsumerOptions = {
    brokers: ['b:1'],
    groupId: 'g',
    topics: ['t'],
    maxHeldBytes: MIB,
    onRecords: (batch) => batches.push(batch),
    onEvent: (event) => events.push(event),
  };
  const options = resolveOptions(given);
  const { onEvent } = options;
  flow = new FlowControl({
    maxHeldBytes: MIB,
    heldBytes: () => slabs.heldBytes,
    streams: () => owned.all(),
    onEvent,
  });
  flow.use({ pause: () => valve.push('pause'), resume: () => valve.push('resume') });
  const parts = { options, owned, slabs, flow, unreadable: new UnreadablePartitions(flow, onEvent, 1000) };
  const nothing = () => {};
  intake = new Intake({
    ...parts,
    leaderless: new LeaderlessPartitions(flow, onEvent),
    settleUp: async () => {},
    commitSoon: nothing,
    partitionsChanged: nothing,
    stage: nothing,
    fail: (error) => {
      throw error;
    },
  });
  const seek = ({ offset }: PartitionOffset) => void seeks.push(offset);
  intake.begin({ seek, pause: nothing, resume: nothing } as unknown as GroupSession);
  flow.use({ pause: () => valve.push('pause'), resume: () => valve.push('resume') });
  letGo = new LetGo({
    owned,
    onEvent,
    onChange: () => flow.roomMade(),
    seek: (stream) => seek({ ...at, offset: stream.place }),
  });
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
