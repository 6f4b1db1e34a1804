import type {
  FetchedBatch,
  GroupListener,
  GroupSession,
  PartitionOffset,
  StartOffset,
  TakenRecords,
} from './broker/group-session.js';
import { now } from './clock.js';
import { type ConsumerError, handlerThrew } from './errors.js';
import type { FlowControl } from './flow/flow-control.js';
import type { LeaderlessPartitions } from './flow/leaderless-partitions.js';
import type { UnreadablePartitions } from './flow/unreadable-partitions.js';
import { differenceOf, type Membership } from './group/membership.js';
import { handOn } from './hand-on.js';
import type { ResolvedOptions } from './options.js';
import { goingOn, type LogBounds } from './out-of-range.js';
import type { OwnedPartitions } from './owned-partitions.js';
import type { PartitionStream, TakenBack } from './partition-stream.js';
import type { ColumnBatch } from './records/column-batch.js';
import type { Slabs } from './records/slab.js';
import { partitionKey, plain, type TopicPartition } from './topic-partition.js';
import { inRenewedTopics } from './topics/renewed-topics.js';
import type { TopicChanges } from './topics/topic-changes.js';

/** What the intake works with. */
export interface IntakeParts {
  readonly options: ResolvedOptions;
  readonly owned: OwnedPartitions;
  readonly slabs: Slabs<ColumnBatch>;
  readonly flow: FlowControl;
  readonly unreadable: UnreadablePartitions;
  readonly leaderless: LeaderlessPartitions;
  /** Settles and commits what can be, for a bounded time. */
  readonly settleUp: () => Promise<void>;
  /** Starts a commit now. */
  readonly commitSoon: () => void;
  /** Partitions changed hands, so what was waited for may never come. */
  readonly partitionsChanged: () => void;
  /** A rebalance begins, or the member has joined. */
  readonly stage: (state: 'joining' | 'running') => void;
  /** The consumer cannot go on. */
  readonly fail: (error: ConsumerError) => void;
}

/** Takes what the group and the broker say: partitions that come and go, and their records. */
export class Intake implements GroupListener {
  readonly #parts: IntakeParts;
  #session: GroupSession | undefined;
  #membership: Membership | undefined;
  #draining = false;
  #lostInDrain = 0;

  constructor(parts: IntakeParts) {
    this.#parts = parts;
  }

  get membership(): Membership | undefined {
    return this.#membership;
  }

  /** Records of partitions that a drain has lost, and that come again wherever these are next. */
  get lostInDrain(): number {
    return this.#lostInDrain;
  }

  /** A session begins. */
  begin(session: GroupSession): void {
    this.#session = session;
    this.#parts.flow.use(session);
  }

  /** The session is over and with it the membership: everything is lost. */
  end(): void {
    this.#session = undefined;
    this.#parts.flow.use(undefined);
    const all = [...this.#parts.owned.all()].map(plain);
    this.#membership = undefined;
    this.#moved(all);
  }

  /** No more records from now on, whatever still comes in. */
  drain(): void {
    this.#draining = true;
    for (const stream of this.#parts.owned.all()) {
      stream.draining = true;
      this.#parts.flow.apply(stream);
    }
  }

  async beforeRejoin(): Promise<void> {
    if (this.#membership === undefined) return;
    this.#parts.stage('joining');
    this.#tell({ kind: 'rebalancing' });
    await this.#parts.settleUp();
  }

  joining(memberId: string | undefined): void {
    this.#tell({ kind: 'joining', ...(memberId === undefined ? {} : { memberId }) });
  }

  gainedBy(membership: Membership): readonly TopicPartition[] {
    return differenceOf(this.#membership, membership).gained;
  }

  joined(membership: Membership, starts: readonly StartOffset[]): readonly PartitionOffset[] {
    const { owned, flow } = this.#parts;
    const difference = differenceOf(this.#membership, membership);
    this.#membership = membership;
    this.#moved(difference.lost);
    // Each broker's fetcher may ask to join, and then two joins end in one generation, one after the other. Both learnt
    // where to begin before either was over; what the first has gained is kept by the second.
    const gained = new Set(difference.gained.map(partitionKey));
    for (const start of starts) if (gained.has(partitionKey(start))) owned.gain(start, this.#draining);
    owned.forgetLost();
    const streams = [...owned.all()];
    flow.reapply(streams);
    const { memberId, generation } = membership;
    // Before the event: who asks for a snapshot in it is to see a member.
    this.#parts.stage('running');
    this.#tell({ kind: 'joined', memberId, generation, ...difference });
    if (streams.some((stream) => stream.commitNow)) this.#parts.commitSoon();
    return streams.map((stream) => ({ ...plain(stream), offset: stream.place }));
  }

  records(fetched: FetchedBatch): TakenRecords | undefined {
    const stream = this.#parts.owned.get(fetched);
    if (stream === undefined) return undefined;
    // A broker that cannot read a partition does not say where it ends either.
    if (fetched.highWatermark >= 0) {
      stream.highWatermark = fetched.highWatermark;
      stream.watermarkAt = now();
    }
    if (this.#draining && stream.rereads.isEmpty) return undefined;
    const decision = handOn(stream, fetched.fetchedOffset);
    stream.outOfRange = false;
    switch (decision.kind) {
      case 'seek':
        stream.soughtAgain = stream.place;
        this.#session?.seek({ ...plain(stream), offset: stream.place });
        return undefined;
      case 'begin-anew':
        return this.#take(this.#beginAnew(stream, fetched.fetchedOffset), fetched);
      case 'take':
        if (!stream.rereads.isEmpty) return this.#takeAgain(stream, fetched);
        if (decision.missed > 0) this.#missed(stream, decision.missed, fetched.fetchedOffset);
        return this.#take(stream, fetched);
    }
  }

  skipped(partition: TopicPartition, offset: number, highWatermark: number): void {
    const stream = this.#parts.owned.get(partition);
    // What is to be read again is looked for by its own fetches alone: this one may have been another.
    if (stream === undefined || this.#draining || !stream.rereads.isEmpty) return;
    stream.highWatermark = highWatermark;
    stream.watermarkAt = now();
    // After a jump of unknown size the next records tell where we are.
    if (!stream.outOfRange) stream.ledger.skipTo(offset);
  }

  async outOfRange(partition: TopicPartition): Promise<void> {
    const stream = this.#parts.owned.get(partition);
    if (stream === undefined) return;
    stream.outOfRange = true;
    // A leader that is slow to answer is asked once, however often the broker says so meanwhile.
    stream.findingPlace ??= this.#findPlace(stream).finally(() => {
      stream.findingPlace = undefined;
    });
    await stream.findingPlace;
  }

  leadersKnown(topic: string, without: readonly number[]): void {
    const { owned, leaderless } = this.#parts;
    const streams = [...owned.all()].filter((stream) => stream.topic === topic);
    leaderless.known(streams, without);
  }

  topicIds(ids: ReadonlyMap<string, string>): void {
    for (const stream of inRenewedTopics(this.#parts.owned.all(), ids)) {
      this.warning(
        `${partitionKey(stream)}: the topic was deleted and made anew; it is read from its beginning`,
      );
      const anew = this.#lostAndGained(stream, 0);
      anew.topicId = ids.get(stream.topic);
      this.#session?.seek({ ...plain(anew), offset: anew.place });
    }
  }

  topicsChanged({ added, removed }: TopicChanges): void {
    this.#tell({ kind: 'topics-changed', added, removed });
  }

  warning(message: string, error?: ConsumerError): void {
    this.#tell({ kind: 'warning', message, ...(error === undefined ? {} : { error }) });
  }

  /** Does not wait for records: a log may be empty, and then none would ever say where it goes on. */
  async #findPlace(stream: PartitionStream): Promise<void> {
    const session = this.#session;
    // Where it is not known, what the next fetch brings tells; or the broker says again that it is out of range.
    const log = await session?.logBounds(stream).catch(() => undefined);
    if (log === undefined || this.#session !== session || this.#parts.owned.get(stream) !== stream) return;
    if (this.#draining && stream.rereads.isEmpty) return;
    const at = this.#passTo(stream, log);
    at.highWatermark = log.end;
    at.watermarkAt = now();
    at.outOfRange = false;
    session?.seek({ ...plain(at), offset: at.place });
  }

  #passTo(stream: PartitionStream, log: LogBounds): PartitionStream {
    const { flow } = this.#parts;
    switch (goingOn(stream.place, log)) {
      case 'anew':
        return this.#beginAnew(stream, log.first);
      case 'first':
        this.#gone(stream, stream.passRereads(log.first));
        if (stream.place < log.first) this.#missed(stream, log.first - stream.place, log.first);
        flow.roomMade();
        flow.apply(stream);
        return stream;
      case 'place':
        return stream;
    }
  }

  #take(stream: PartitionStream, fetched: FetchedBatch): TakenRecords | undefined {
    const { slabs, flow, unreadable, options } = this.#parts;
    for (const piece of fetched.pieces(stream.ledger.position)) {
      if (piece.kind === 'unreadable') {
        unreadable.rest(stream, piece.error);
        break;
      }
      unreadable.passed(stream);
      if (piece.kind === 'passed') stream.ledger.skipTo(piece.endOffset);
      else if (!this.#handOver(stream.accept(piece.content, slabs))) return undefined;
      // What is still packed is fetched again once there is room: unpacked it would take much more.
      if (slabs.heldBytes >= options.maxHeldBytes || this.#draining) break;
    }
    return { position: stream.ledger.position, wait: flow.handedOn(stream) };
  }

  /** The same for what was let go. New records that came with it are left for the fetch that goes on from there. */
  #takeAgain(stream: PartitionStream, fetched: FetchedBatch): TakenRecords | undefined {
    const { slabs, flow, unreadable, options } = this.#parts;
    // A fetch that begins behind the place found it no longer in the log.
    this.#gone(stream, stream.passRereads(fetched.fetchedOffset));
    for (const piece of fetched.pieces(stream.place)) {
      if (stream.rereads.isEmpty) break;
      if (piece.kind === 'unreadable') {
        unreadable.rest(stream, piece.error);
        break;
      }
      unreadable.passed(stream);
      const taken =
        piece.kind === 'passed' ? stream.passRereads(piece.endOffset) : stream.takeBack(piece.content, slabs);
      this.#gone(stream, taken);
      for (const { batch } of taken) if (batch !== undefined && !this.#handOver(batch)) return undefined;
      if (slabs.heldBytes >= options.maxHeldBytes) break;
    }
    flow.apply(stream);
    return { position: stream.place, wait: flow.handedOn(stream) };
  }

  #gone(stream: PartitionStream, taken: readonly TakenBack[]): void {
    for (const { offsets, gone } of taken) {
      if (gone > 0) this.#tell({ kind: 'records-gone', partition: plain(stream), ...offsets, records: gone });
    }
    if (taken.some(({ gone }) => gone > 0)) this.#parts.partitionsChanged();
  }

  #handOver(batch: ColumnBatch): boolean {
    try {
      this.#parts.options.onRecords(batch);
      return true;
    } catch (error) {
      this.#parts.fail(handlerThrew('onRecords', error));
      return false;
    }
  }

  #missed(stream: PartitionStream, count: number, offset: number): void {
    stream.ledger.skipTo(offset);
    const { topic, partition } = stream;
    this.warning(
      `${topic}/${partition}: ${count} offsets up to ${offset} are no longer in the log (deleted by retention before they were read); going on at ${offset}`,
    );
  }

  #beginAnew(stream: PartitionStream, offset: number): PartitionStream {
    const { topic, partition, ledger } = stream;
    this.warning(
      `${topic}/${partition}: the log ends before offset ${ledger.position}, so the topic was made anew, or its log was cut (unclean leader election); going on at ${offset}`,
    );
    const anew = this.#lostAndGained(stream, offset);
    anew.highWatermark = stream.highWatermark;
    return anew;
  }

  /** What is in flight of it is void; the place is committed, so that a restart does not go on at the old one. */
  #lostAndGained(stream: PartitionStream, offset: number): PartitionStream {
    this.#lose([plain(stream)]);
    const anew = this.#parts.owned.gain(
      { ...plain(stream), offset, committed: undefined, commitNow: true },
      this.#draining,
    );
    this.#parts.flow.reapply([anew]);
    return anew;
  }

  #moved(partitions: readonly TopicPartition[]): void {
    if (this.#draining) this.#lostInDrain += this.#parts.owned.comesAgain(partitions);
    this.#lose(partitions);
  }

  #lose(partitions: readonly TopicPartition[]): void {
    const lost = partitions.flatMap((partition) => this.#parts.owned.lose(partition) ?? []);
    if (lost.length === 0) return;
    for (const stream of lost) this.#parts.flow.dropped(stream);
    try {
      this.#parts.options.onLost(lost.map(plain));
    } catch (error) {
      this.#parts.fail(handlerThrew('onLost', error));
    }
    this.#parts.partitionsChanged();
  }

  #tell(event: Parameters<ResolvedOptions['onEvent']>[0]): void {
    this.#parts.options.onEvent(event);
  }
}
