import type { BalancedConsumer } from './balanced-consumer.js';
import type { GroupSession } from './broker/group-session.js';
import { now } from './clock.js';
import { Committer } from './commit/committer.js';
import type { EventSink } from './consumer-event.js';
import { pauseFor, within } from './deadline.js';
import { publish } from './diagnostics.js';
import { ConsumerError, handlerThrew } from './errors.js';
import { FlowControl } from './flow/flow-control.js';
import { LeaderlessPartitions } from './flow/leaderless-partitions.js';
import { UnreadablePartitions } from './flow/unreadable-partitions.js';
import { Watchdog } from './flow/watchdog.js';
import { Intake } from './intake.js';
import { internalsOf, withInternals } from './internals.js';
import { LetGo, ownBatch } from './let-go/let-go.js';
import type { LetGoRange, RecordsOf } from './let-go/let-go-range.js';
import { type BalancedConsumerOptions, type ResolvedOptions, resolveOptions } from './options.js';
import { OwnedPartitions } from './owned-partitions.js';
import type { PartitionStream } from './partition-stream.js';
import { Quiet } from './quiet.js';
import type { ColumnBatch } from './records/column-batch.js';
import { LentMemory } from './records/lent-memory.js';
import type { RecordBatch } from './records/record-batch.js';
import { Slabs } from './records/slab.js';
import { runSessions } from './session-loop.js';
import type { ConsumerSnapshot, ConsumerState } from './snapshot.js';
import { partitionKey, plain, type TopicPartition } from './topic-partition.js';
import { Watermarks } from './watermarks.js';

/**
 * Makes a consumer. It does nothing until `run`.
 *
 * @throws ConsumerError `KBC_OPTIONS` where an option is missing or out of bounds
 */
export function createBalancedConsumer(options: BalancedConsumerOptions): BalancedConsumer {
  return new GroupConsumer(withInternals(resolveOptions(options), options));
}

/** Longest time for the last commit before leaving, milliseconds. */
const LAST_COMMIT_MS = 5000;

/** Longest wait between two looks whether a drain has come to its end, milliseconds. */
const DRAIN_BEAT_MS = 250;

/** Longest time for a commit that begins when a drain has run out of time, milliseconds. */
const LAST_BEAT_MS = 500;

/** Beat of what is not urgent, milliseconds: long pauses are told, watermarks asked for. */
const HOUSEKEEPING_MS = 1000;

/** How long a slab that is nearly done with may take to be done, before the rest of it is copied out. */
const COMPACT_REST_MS = 250;

/** After this many milliseconds without a fetch the end of a partition is asked for. */
const WATERMARK_AGE_MS = 10_000;

/** Wires the parts. */
class GroupConsumer implements BalancedConsumer {
  readonly #options: ResolvedOptions;
  readonly #owned = new OwnedPartitions();
  readonly #lent: LentMemory;
  readonly #slabs: Slabs<ColumnBatch>;
  readonly #quiet = new Quiet(() => this.#owned.inFlight === 0);
  readonly #stop = new AbortController();
  readonly #flow: FlowControl;
  readonly #committer: Committer;
  readonly #intake: Intake;
  readonly #letGo: LetGo;
  readonly #watermarks: Watermarks;
  readonly #watchdog: Watchdog<PartitionStream>;
  readonly #unreadable: UnreadablePartitions;
  #session: GroupSession | undefined;
  #state: 'new' | ConsumerState = 'new';
  #tending = false;
  #restTimer: NodeJS.Timeout | undefined;
  #restarting = false;
  #failure: ConsumerError | undefined;
  #run: Promise<void> | undefined;
  #leaving: Promise<void> | undefined;

  constructor(given: ResolvedOptions) {
    const { groupId, clientId } = given;
    const onEvent: EventSink = (event) => {
      try {
        publish({ groupId, clientId, event });
        given.onEvent(event);
      } catch (error) {
        this.#fail(handlerThrew('onEvent', error));
      }
    };
    const options = { ...given, onEvent };
    this.#options = options;
    const { maxHeldBytes } = options;
    this.#lent = new LentMemory(
      () => maxHeldBytes + options.fetchBytes - this.#slabs.heldBytes,
      options.reuseMemory,
    );
    this.#slabs = new Slabs<ColumnBatch>(() => this.#tendSoon(), this.#lent);
    const streams = () => this.#owned.all();
    this.#flow = new FlowControl({ maxHeldBytes, heldBytes: () => this.#slabs.heldBytes, streams, onEvent });
    this.#unreadable = new UnreadablePartitions(this.#flow, onEvent, internalsOf(options).unreadableRestMs);
    this.#committer = new Committer({
      intervalMs: options.commitIntervalMs,
      streams,
      onEvent,
      send: (offsets) => {
        const { membership } = this.#intake;
        if (membership === undefined || this.#session === undefined || this.#session.joining)
          return undefined;
        return this.#session.commit(membership, offsets);
      },
    });
    this.#intake = new Intake({
      options,
      owned: this.#owned,
      slabs: this.#slabs,
      flow: this.#flow,
      unreadable: this.#unreadable,
      leaderless: new LeaderlessPartitions(this.#flow, onEvent),
      settleUp: () => this.#settleUp(),
      commitSoon: () => void this.#committer.flush(),
      partitionsChanged: () => this.#quiet.changed(),
      stage: (state) => this.#advance(state),
      fail: (error) => this.#fail(error),
    });
    this.#letGo = new LetGo({
      owned: this.#owned,
      onEvent,
      onChange: () => this.#settled(),
      seek: (stream) => {
        this.#flow.apply(stream);
        this.#session?.seek({ ...plain(stream), offset: stream.place });
      },
    });
    this.#watermarks = new Watermarks(
      streams,
      (partitions) => this.#session?.endOffsets(partitions),
      Math.min(WATERMARK_AGE_MS, options.stallTimeoutMs / 4),
    );
    this.#watchdog = new Watchdog<PartitionStream>(options.stallTimeoutMs, partitionKey);
  }

  run(): Promise<void> {
    if (this.#state !== 'new') {
      return Promise.reject(
        new ConsumerError('KBC_ALREADY_RUNNING', 'run was called before, or the consumer has left already'),
      );
    }
    this.#state = 'connecting';
    this.#run = this.#runToEnd();
    return this.#run;
  }

  settle(batch: RecordBatch, from: number, to: number): void {
    const own = ownBatch(batch);
    const stream = this.#owned.ownerOf(own);
    if (stream === undefined) {
      this.#options.onEvent({ kind: 'outcome-dropped', partition: plain(batch), records: to - from });
      return;
    }
    if (stream.settle(own, from, to) > 0) this.#settled();
  }

  letGo(records: Iterable<RecordsOf>): LetGoRange[] {
    return this.#letGo.letGo(records);
  }

  settleRange(range: LetGoRange): void {
    this.#letGo.settle(range);
  }

  readAgain(range: LetGoRange): void {
    this.#letGo.readAgain(range);
  }

  pause(partition: TopicPartition, cause: string): void {
    const stream = this.#owned.setCallerCause(partition, cause);
    if (stream === undefined) return;
    this.#flow.apply(stream);
    this.#options.onEvent({ kind: 'partition-paused', partition: plain(partition), cause });
  }

  resume(partition: TopicPartition): void {
    const stream = this.#owned.setCallerCause(partition, undefined);
    if (stream === undefined) return;
    this.#flow.apply(stream);
    this.#options.onEvent({ kind: 'partition-resumed', partition: plain(partition) });
  }

  stopFetching(): void {
    if (this.#state !== 'stopped') this.#state = 'draining';
    this.#intake.drain();
  }

  async drained(signal: AbortSignal): Promise<{ readonly unsettled: number }> {
    while (!signal.aborted && this.#state !== 'stopped') {
      await this.#quiet.wait(LAST_COMMIT_MS, signal);
      if (await this.#isDrained()) return { unsettled: this.#intake.lostInDrain };
      // A commit that failed is tried again at the usual beat, not in a tight loop; nor after a beat of a minute.
      await pauseFor(Math.min(this.#options.commitIntervalMs, DRAIN_BEAT_MS), signal);
    }
    // What was settled since the last beat needs not come again.
    await within(LAST_BEAT_MS, this.#committer.flush());
    return { unsettled: this.#owned.inFlight + this.#owned.uncommitted + this.#intake.lostInDrain };
  }

  leave(): Promise<void> {
    this.#leaving ??= this.#leave();
    return this.#leaving;
  }

  snapshot(): ConsumerSnapshot {
    return {
      state: this.#state === 'new' ? 'connecting' : this.#state,
      memberId: this.#intake.membership?.memberId,
      heldBytes: this.#slabs.heldBytes,
      partitions: [...this.#owned.all()].map((stream) => stream.snapshot()),
    };
  }

  /** Where the membership was lost, the next one is waited for: what was settled until then is committed under it. */
  async #isDrained(): Promise<boolean> {
    if (this.#owned.inFlight > 0 || !(await this.#committer.flush())) return false;
    return this.#owned.inFlight === 0 && this.#owned.unreported === 0;
  }

  async #runToEnd(): Promise<void> {
    const housekeeping = setInterval(() => {
      this.#flow.announce();
      this.#unreadable.probe(this.#owned.all());
      this.#watermarks.refresh();
      this.#wakeStalled();
      this.#lent.tend();
    }, HOUSEKEEPING_MS).unref();
    this.#committer.start();
    try {
      await runSessions(
        this.#options,
        {
          listener: this.#intake,
          lent: this.#lent,
          began: (session) => this.#began(session),
          ended: () => this.#ended(),
        },
        this.#stop.signal,
      );
    } finally {
      clearInterval(housekeeping);
      this.#committer.stop();
      this.#state = 'stopped';
    }
    if (this.#failure !== undefined) throw this.#failure;
  }

  #wakeStalled(): void {
    const session = this.#session;
    if (session === undefined || session.joining || this.#restarting) return;
    const stalls = this.#watchdog.look(this.#owned.all(), now());
    for (const { stream, forMs, cure } of stalls) {
      this.#options.onEvent({ kind: 'partition-stalled', partition: plain(stream), forMs, cure });
      if (cure === 'restart') continue;
      session.resume([stream]);
      session.seek({ ...plain(stream), offset: stream.place });
    }
    if (stalls.some(({ cure }) => cure === 'restart')) void this.#restart(session);
  }

  /** Ends the session; the next one begins by itself. */
  async #restart(session: GroupSession): Promise<void> {
    this.#restarting = true;
    await this.#settleUp();
    await session.stop();
    this.#restarting = false;
  }

  #began(session: GroupSession): void {
    this.#session = session;
    this.#advance('joining');
    this.#intake.begin(session);
  }

  #ended(): void {
    this.#session = undefined;
    this.#intake.end();
    this.#advance('connecting');
  }

  #advance(state: ConsumerState): void {
    if (this.#state !== 'draining' && this.#state !== 'stopped') this.#state = state;
  }

  async #leave(): Promise<void> {
    this.stopFetching();
    await within(LAST_COMMIT_MS, this.#committer.flush());
    this.#committer.stop();
    this.#stop.abort();
    await this.#run?.catch(() => {});
    this.#state = 'stopped';
  }

  #settled(): void {
    this.#tendSoon();
    this.#quiet.changed();
  }

  /** Before a rejoin: waits for what is nearly done, and commits it while the old generation still counts. */
  async #settleUp(): Promise<void> {
    await this.#quiet.wait(this.#options.rejoinGraceMs, this.#stop.signal);
    await within(this.#options.rejoinGraceMs, this.#committer.flush());
  }

  #fail(error: ConsumerError): void {
    this.#failure ??= error;
    this.#intake.drain();
    this.#stop.abort();
  }

  /**
   * Once per turn of the event loop, however many records were settled in it: copies what pins large slabs, and lets
   * partitions go on that have room again. Never in the caller's turn: it may be reading the bytes.
   */
  #tendSoon(): void {
    if (this.#tending) return;
    this.#tending = true;
    setImmediate(() => {
      this.#tending = false;
      this.#makeRoom();
      this.#flow.roomMade();
    });
  }

  #makeRoom(): void {
    const { maxHeldBytes } = this.#options;
    const { heldBytes } = this.#slabs;
    if (heldBytes <= maxHeldBytes / 2) return;
    const restMs = heldBytes < maxHeldBytes ? COMPACT_REST_MS : 0;
    for (const slab of this.#slabs.takeCompactable(restMs, performance.now()))
      for (const batch of [...slab.tenants]) batch.compact();
    // Partitions may all be held back by now, and nothing be settled that would call this again.
    if (this.#slabs.hasResting)
      this.#restTimer ??= setTimeout(() => {
        this.#restTimer = undefined;
        this.#tendSoon();
      }, COMPACT_REST_MS).unref();
  }
}
