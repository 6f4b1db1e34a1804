import type { Cluster, Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import type { Starts } from '../assignor/user-data.js';
import { within } from '../deadline.js';
import { type ConsumerError, messageOf } from '../errors.js';
import type { Membership } from '../group/membership.js';
import { internalsOf } from '../internals.js';
import type { ResolvedOptions } from '../options.js';
import type { LogBounds } from '../out-of-range.js';
import type { LentMemory } from '../records/lent-memory.js';
import { byTopic, type TopicPartition } from '../topic-partition.js';
import type { FoundTopics } from '../topics/topic-selection.js';
import { guardAnswers } from './answer-guard.js';
import { tapAnswers } from './answer-tap.js';
import { stickyAssigner } from './assigner.js';
import { registerCodecs } from './codecs/register.js';
import { ALWAYS_DUE, CoordinatorTap, joinAgain } from './coordinator-tap.js';
import { directSockets } from './direct-socket.js';
import { tapFetches } from './fetch-tap.js';
import { fetchedBatch } from './fetched-batch.js';
import { GroupOffsets } from './group-offsets.js';
import type { GroupListener, GroupSession, PartitionOffset, SessionEnd } from './group-session.js';
import { IdleBeat } from './idle-beat.js';
import { IdleFetches } from './idle-fetches.js';
import { quietIdleConnections } from './idle-timers.js';
import { JoinProgress } from './join-steps.js';
import { kafkaClient } from './kafka-client.js';
import { LeaderWatch } from './leader-watch.js';
import { refreshByOwnClock } from './metadata-age.js';
import { tapResets } from './reset-tap.js';
import { TopicWatch } from './topic-watch.js';

/** Longest time for leaving and disconnecting, milliseconds; then the session counts as over. */
const STOP_DEADLINE_MS = 10_000;

/** How long fetches of one broker wait to learn where a partition goes on, milliseconds: no heartbeat goes out meanwhile. */
const OUT_OF_RANGE_WAIT_MS = 2000;

/** A {@link GroupSession} over kafkajs. */
export class KafkajsSession implements GroupSession {
  readonly ended: Promise<SessionEnd>;
  readonly #consumer: Consumer;
  readonly #listener: GroupListener;
  readonly #options: ResolvedOptions;
  readonly #found: FoundTopics;
  readonly #join: JoinProgress;
  readonly #lent: LentMemory;
  #tap: CoordinatorTap | undefined;
  #offsets: GroupOffsets | undefined;
  #membership: Membership | undefined;
  #end!: (end: SessionEnd) => void;
  #stopping: Promise<void> | undefined;
  #topics: TopicWatch | undefined;
  #fetches: IdleFetches | undefined;
  #beat: IdleBeat | undefined;
  #leaders: LeaderWatch | undefined;

  /**
   * @throws ConsumerError `KBC_INTERNALS` where kafkajs is not the expected version
   */
  constructor(options: ResolvedOptions, found: FoundTopics, listener: GroupListener, lent: LentMemory) {
    this.#lent = lent;
    this.#options = options;
    this.#found = found;
    this.#listener = listener;
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
    this.#join = new JoinProgress(listener, () => this.#offsets as GroupOffsets, {
      intervalMs: this.#heartbeatMs,
      send: async (membership) => this.#tap?.heartbeat(options.groupId, membership),
    });
    const kafka = kafkaClient(
      options,
      { warning: (message) => this.#warn(message) },
      { retries: 10 },
      directSockets,
    );
    this.#consumer = this.#createConsumer(kafka);
    this.#listen();
  }

  get joining(): boolean {
    return this.#join.underWay;
  }

  /** Connects, joins and fetches. A failure ends the session. */
  async start(): Promise<void> {
    try {
      await this.#consumer.connect();
      // Always from the beginning: where the broker has lost the offset, kafkajs would go to the end otherwise and
      // skip what is there. `latest` is decided by the leader, see group/start-offsets.ts.
      await this.#consumer.subscribe({ topics: [...this.#found.found], fromBeginning: true });
      await this.#consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        eachBatch: (payload) => this.#eachBatch(payload),
      });
    } catch (error) {
      this.#end({ kind: 'failed', error });
    }
  }

  pause(partitions: readonly TopicPartition[]): void {
    this.#whileRunning(() => this.#consumer.pause(grouped(partitions)));
  }

  resume(partitions: readonly TopicPartition[]): void {
    this.#whileRunning(() => this.#consumer.resume(grouped(partitions)));
  }

  seek({ topic, partition, offset }: PartitionOffset): void {
    this.#whileRunning(() => this.#consumer.seek({ topic, partition, offset: String(offset) }));
    // Those know nothing of the new place.
    this.#fetches?.endLong();
  }

  async commit(membership: Membership, offsets: readonly PartitionOffset[]): Promise<void> {
    await this.#offsets?.commit(membership, offsets);
  }

  async endOffsets(partitions: readonly TopicPartition[]): Promise<readonly PartitionOffset[]> {
    return (await this.#offsets?.bounds('end', partitions)) ?? [];
  }

  async logBounds(partition: TopicPartition): Promise<LogBounds | undefined> {
    const [[first], [end]] = await Promise.all([
      this.#offsets?.bounds('first', [partition]) ?? [],
      this.#offsets?.bounds('end', [partition]) ?? [],
    ]);
    return first && end && { first: first.offset, end: end.offset };
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  /**
   * A rebalance is learnt of by a heartbeat, and everybody waits for the slowest: twice a second, not every three seconds as
   * elsewhere. With what may be in flight for a second more, the partitions of a member that died are read again within two.
   */
  get #heartbeatMs(): number {
    return Math.min(500, Math.floor(this.#options.sessionTimeoutMs / 3));
  }

  #createConsumer(kafka: Kafka): Consumer {
    const { sessionTimeoutMs, fetchWaitMs, fetchBytes, fetchBytesPerPartition } = this.#options;
    return kafka.consumer({
      groupId: this.#options.groupId,
      allowAutoTopicCreation: false,
      sessionTimeout: sessionTimeoutMs,
      rebalanceTimeout: 60_000,
      heartbeatInterval: ALWAYS_DUE,
      maxWaitTimeInMs: fetchWaitMs,
      maxBytes: fetchBytes,
      maxBytesPerPartition: fetchBytesPerPartition,
      metadataMaxAge: this.#options.metadataMaxAgeMs,
      readUncommitted: this.#options.readUncommitted,
      partitionAssigners: [
        stickyAssigner({
          attach: (cluster) => this.#attach(cluster),
          topics: (subscribed) => this.#topics?.apply(subscribed) ?? subscribed,
          membership: () => this.#membership,
          starts: (counts) => this.#firstSightStarts(counts),
          delayed: (message) => this.#join.delayed(message),
        }),
      ],
      retry: {
        // Never give up by counting: kafkajs counts failures over the whole life of a fetch loop, so any limit ends
        // it one day. The waits stay short because they are not reset either.
        retries: Number.MAX_SAFE_INTEGER,
        maxRetryTime: 2000,
        // What becomes of a crash is decided by the owner of the session.
        restartOnFailure: () => Promise.resolve(false),
      },
    });
  }

  /**
   * kafkajs throws at whoever pauses, resumes or seeks after a crash, and a crash may come between any two lines of
   * ours. Nothing is lost with it: pauses and places are set anew with the next join.
   */
  #whileRunning(act: () => void): void {
    try {
      act();
    } catch (error) {
      if ((error as { readonly name?: unknown }).name !== 'KafkaJSNonRetriableError') throw error;
    }
  }

  async #firstSightStarts(counts: ReadonlyMap<string, number>): Promise<Starts> {
    try {
      const { initialOffset } = this.#options;
      const renewed = initialOffset === 'earliest' ? [] : ((await this.#topics?.madeAnew()) ?? []);
      return await (this.#offsets as GroupOffsets).firstSightStarts(counts, initialOffset, renewed);
    } catch (error) {
      throw joinAgain(`where the topics begin is not known: ${messageOf(error)}`, error);
    }
  }

  /** What kafkajs complains of while it is being stopped is the stop itself: it meets a group that it has left. */
  #warn(message: string, error?: ConsumerError): void {
    if (this.#stopping === undefined) this.#listener.warning(message, error);
  }

  #attach(cluster: Cluster): void {
    quietIdleConnections(cluster);
    refreshByOwnClock(cluster, this.#options.metadataMaxAgeMs);
    tapResets(cluster, (at) => within(OUT_OF_RANGE_WAIT_MS, this.#listener.outOfRange(at)));
    this.#leaders = new LeaderWatch({
      cluster,
      onChange: (topic, without) => this.#listener.leadersKnown(topic, without),
      onMissing: () => this.#topics?.look(),
    });
    guardAnswers(cluster, (error) => this.#warn(error.message, error));
    if (internalsOf(this.#options).plainPath) registerCodecs();
    else tapFetches(cluster, this.#lent);
    tapAnswers(cluster, (bytes) => this.#lent.take(bytes));
    // The last one: connections that it renews are to be like the others.
    this.#fetches = new IdleFetches(cluster, {
      usualMs: this.#options.fetchWaitMs,
      longestMs: internalsOf(this.#options).longestFetchWaitMs,
      // A fetch does not know of a partition that is resumed while it waits.
      mayGrow: () => this.#consumer.paused().length === 0,
    });
    this.#tap = new CoordinatorTap(cluster, this.#join, {
      intervalMs: this.#heartbeatMs,
      sessionTimeoutMs: this.#options.sessionTimeoutMs,
    });
    this.#beat = new IdleBeat({
      intervalMs: this.#heartbeatMs,
      groupId: this.#options.groupId,
      tap: this.#tap,
      fetches: this.#fetches,
      membership: () => (this.#join.underWay ? undefined : this.#membership),
    });
    this.#offsets = new GroupOffsets(this.#options.groupId, cluster, this.#tap);
    this.#topics = new TopicWatch(
      {
        selection: this.#options.selection,
        intervalMs: this.#options.metadataMaxAgeMs,
        groupId: this.#options.groupId,
        cluster,
        tap: this.#tap,
        onChange: (changes) => this.#listener.topicsChanged(changes),
        onIds: (ids) => this.#listener.topicIds(ids),
        onWarning: (message) => this.#listener.warning(message),
      },
      this.#found,
    );
  }

  #listen(): void {
    const { events } = this.#consumer;
    this.#consumer.on(events.GROUP_JOIN, () => this.#joined());
    this.#consumer.on(events.CRASH, ({ payload }) => this.#end({ kind: 'failed', error: payload.error }));
    // On the plain path a batch without a record for us never reaches eachBatch; this event is the only word about it.
    this.#consumer.on(events.END_BATCH_PROCESS, ({ payload }) => {
      if (payload.batchSize > 0) return;
      const { topic, partition, lastOffset, highWatermark } = payload;
      this.#listener.skipped({ topic, partition }, Number(lastOffset) + 1, Number(highWatermark));
    });
  }

  /**
   * Runs while kafkajs emits GROUP_JOIN, which it does before the fetch loop goes on: places set here hold for the
   * first fetch of the new generation, and an answer to a fetch from before is thrown away for every partition that
   * was given a place.
   */
  #joined(): void {
    const joining = this.#join.complete();
    if (joining === undefined || this.#stopping !== undefined) return;
    this.#membership = joining.membership;
    for (const place of this.#listener.joined(joining.membership, joining.starts)) this.seek(place);
    // A topic that is made anew is gone for a moment, and who fetches from it meanwhile is made to join again.
    void this.#topics?.assigned();
  }

  async #eachBatch({ batch, resolveOffset, isStale }: EachBatchPayload): Promise<void> {
    const { topic, partition } = batch;
    // A fetcher that was caught by a rejoin may hand out a partition that is not ours any more; kafkajs has no books
    // for it, and resolving its offset would end the consumer with a TypeError.
    const owned = this.#membership?.partitions.some(
      (own) => own.topic === topic && own.partition === partition,
    );
    if (!owned || isStale() || this.#stopping !== undefined) return;
    const taken = this.#listener.records(fetchedBatch(batch, this.#lent));
    if (taken === undefined) return;
    resolveOffset(String(taken.position - 1));
    await taken.wait;
  }

  async #leaveAndDisconnect(): Promise<void> {
    await this.#tap?.leave(this.#options.groupId).catch(() => {});
    const disconnected = this.#consumer.disconnect().catch(() => {});
    // From here on no fetch follows, but kafkajs waits for those that are on their way.
    this.#fetches?.endAll();
    await disconnected;
  }

  async #stop(): Promise<void> {
    this.#topics?.stop();
    this.#beat?.stop();
    this.#leaders?.stop();
    this.#join.close();
    // A broker that is gone cannot be told; the group notices by the session timeout.
    await within(STOP_DEADLINE_MS, this.#leaveAndDisconnect());
    this.#end({ kind: 'stopped' });
  }
}

function grouped(partitions: readonly TopicPartition[]): { topic: string; partitions: number[] }[] {
  return [...byTopic(partitions)].map(([topic, list]) => ({ topic, partitions: list }));
}
