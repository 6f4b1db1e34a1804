import type { FetchedBatch, GroupSession, PartitionOffset } from '../src/broker/group-session.js';
import type { ConsumerEvent } from '../src/consumer-event.js';
import { FlowControl } from '../src/flow/flow-control.js';
import { LeaderlessPartitions } from '../src/flow/leaderless-partitions.js';
import { UnreadablePartitions } from '../src/flow/unreadable-partitions.js';
import { Intake } from '../src/intake.js';
import { LetGo } from '../src/let-go/let-go.js';
import { type BalancedConsumerOptions, resolveOptions } from '../src/options.js';
import type { LogBounds } from '../src/out-of-range.js';
import { OwnedPartitions } from '../src/owned-partitions.js';
import type { ColumnBatch } from '../src/records/column-batch.js';
import { LentMemory } from '../src/records/lent-memory.js';
import type { RecordBatch } from '../src/records/record-batch.js';
import { Slabs } from '../src/records/slab.js';
import { batchBytes, pieces, recordSet } from './record-bytes.js';

const MIB = 1024 * 1024;

/** The partition of these tests. */
export const at = { topic: 't', partition: 0 } as const;

/** An intake whose Kafka is played by the test, and what it did. */
export interface IntakeBench {
  readonly events: ConsumerEvent[];
  readonly seeks: number[];
  readonly valve: string[];
  readonly batches: RecordBatch[];
  readonly owned: OwnedPartitions;
  readonly flow: FlowControl;
  readonly intake: Intake;
  readonly letGo: LetGo;
  /** What the leader says of its log; undefined where it does not answer. */
  log: LogBounds | undefined;
}

export function intakeBench(): IntakeBench {
  const [events, seeks, valve, batches]: [ConsumerEvent[], number[], string[], RecordBatch[]] = [
    [],
    [],
    [],
    [],
  ];
  const owned = new OwnedPartitions();
  const slabs = new Slabs<ColumnBatch>(() => {}, new LentMemory(() => 0));
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
  const flow = new FlowControl({
    maxHeldBytes: MIB,
    heldBytes: () => slabs.heldBytes,
    streams: () => owned.all(),
    onEvent,
  });
  const nothing = () => {};
  const intake = new Intake({
    ...{ options, owned, slabs, flow, unreadable: new UnreadablePartitions(flow, onEvent, 1000) },
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
  const letGo = new LetGo({
    owned,
    onEvent,
    onChange: () => flow.roomMade(),
    seek: (stream) => seek({ ...at, offset: stream.place }),
  });
  const bench: IntakeBench = { events, seeks, valve, batches, owned, flow, intake, letGo, log: undefined };
  const logBounds = async () => bench.log;
  intake.begin({ seek, logBounds, pause: nothing, resume: nothing } as unknown as GroupSession);
  flow.use({ pause: () => valve.push('pause'), resume: () => valve.push('resume') });
  return bench;
}

/** A fetch from this offset on, of records that are there from `first` to `end`. */
export function fetched(from: number, end: number, first = from): FetchedBatch {
  const records = Array.from({ length: end - first }, (_, i) => ({ value: Buffer.from(`${first + i}`) }));
  const set = recordSet([batchBytes({ baseOffset: first, records })]);
  return {
    ...at,
    fetchedOffset: from,
    highWatermark: end,
    pieces: (position) => pieces(set, position),
  };
}
