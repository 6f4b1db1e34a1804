import { now } from '../clock.js';
import type { EventSink } from '../consumer-event.js';
import type { PartitionStream } from '../partition-stream.js';
import { plain, type TopicPartition } from '../topic-partition.js';
import { isGated } from './flow-gate.js';
import { BUDGET_CAUSE } from './pause-reasons.js';

/** What flow control can do to the client. */
export interface FlowValve {
  pause(partitions: readonly TopicPartition[]): void;
  resume(partitions: readonly TopicPartition[]): void;
}

/** What flow control looks at. */
export interface FlowState {
  readonly maxHeldBytes: number;
  readonly heldBytes: () => number;
  readonly streams: () => Iterable<PartitionStream>;
  readonly onEvent: EventSink;
}

/** How long a fetch waits in place for a partition that is just over its share, milliseconds. */
const LINGER_MS = 100;

/** After waiting in vain, how long no fetch waits in place, milliseconds. */
const IMPATIENCE_MS = 1000;

/** What a run of records that were let go costs, here and with the caller. */
const LET_GO_RUN_BYTES = 192;

/** The part of the memory, as a divisor, that the books of what was let go may take. */
const LET_GO_PART = 4;

/** Keeps memory in bounds by telling the client which partitions to fetch. */
export class FlowControl {
  readonly #state: FlowState;
  readonly #waiting = new Set<{ readonly stream: PartitionStream; readonly wake: () => void }>();
  #valve: FlowValve | undefined;
  #gated = 0;
  #impatientUntil = 0;

  constructor(state: FlowState) {
    this.#state = state;
  }

  /** A session begins, or ends: pauses are told to it from now on. */
  use(valve: FlowValve | undefined): void {
    this.#valve = valve;
  }

  /**
   * Tells the client anew what is paused. It keeps pauses over a rebalance, also of partitions that have been away
   * in between, so both directions are said.
   */
  reapply(streams: readonly PartitionStream[]): void {
    for (const stream of streams) stream.pausedInClient = stream.pauseCause !== undefined;
    const paused = streams.filter((stream) => stream.pausedInClient);
    if (paused.length > 0) this.#valve?.pause(paused);
    const fetched = streams.filter((stream) => !stream.pausedInClient);
    if (fetched.length > 0) this.#valve?.resume(fetched);
  }

  /** A partition was lost: what waits for it goes on. */
  dropped(stream: PartitionStream): void {
    if (stream.gated) this.#gated--;
    this.#wake(stream);
  }

  /** Brings the client in line with the reasons of one partition; call after changing one. */
  apply(stream: PartitionStream): void {
    const pause = stream.pauseCause !== undefined;
    if (pause === stream.pausedInClient) return;
    stream.pausedInClient = pause;
    if (pause) this.#valve?.pause([stream]);
    else this.#valve?.resume([stream]);
  }

  /**
   * Records of this partition were handed on. Answers a promise where the partition is over its share: the client
   * would sleep through a whole fetch wait if nothing else is to be fetched, though a sink at full speed makes room
   * within milliseconds. A sink that does not is waited for once a second at most, so that the other partitions of
   * this fetch and the heartbeats are not held up.
   */
  handedOn(stream: PartitionStream): Promise<void> | undefined {
    const { maxHeldBytes, heldBytes, streams } = this.#state;
    const letGo = this.#letGoBytes();
    if (heldBytes() >= maxHeldBytes) for (const each of streams()) this.#gate(each, letGo);
    else this.#gate(stream, letGo);
    if (!stream.gated || stream.draining || now() < this.#impatientUntil) return undefined;
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#impatientUntil = now() + IMPATIENCE_MS;
        this.#wake(stream);
      }, LINGER_MS);
      const wake = () => {
        clearTimeout(timer);
        resolve();
      };
      this.#waiting.add({ stream, wake });
    });
  }

  /** Memory was given back: lets go on what has room again. */
  roomMade(): void {
    if (this.#gated === 0) return;
    const letGo = this.#letGoBytes();
    for (const stream of this.#state.streams()) if (stream.gated) this.#gate(stream, letGo);
  }

  /** Tells of partitions that are held back for longer than a moment; call once a second. */
  announce(): void {
    for (const stream of this.#state.streams()) {
      if (!stream.gated || stream.announced) continue;
      stream.announced = true;
      this.#state.onEvent({ kind: 'partition-paused', partition: plain(stream), cause: BUDGET_CAUSE });
    }
  }

  #gate(stream: PartitionStream, letGo: number): void {
    const gated = this.#isOver(stream, letGo);
    if (gated === stream.gated) return;
    stream.gated = gated;
    this.#gated += gated ? 1 : -1;
    this.apply(stream);
    if (gated) return;
    this.#wake(stream);
    if (!stream.announced) return;
    stream.announced = false;
    this.#state.onEvent({ kind: 'partition-resumed', partition: plain(stream) });
  }

  /**
   * What is read again takes the place of its own books: it is held back for the bytes of others alone, never because
   * too much waits to be settled or read again. It would wait for itself.
   */
  #isOver(stream: PartitionStream, letGo: number): boolean {
    const { maxHeldBytes } = this.#state;
    const held = this.#state.heldBytes();
    if (!stream.rereads.isEmpty) return isGated(stream, held, maxHeldBytes);
    return letGo >= maxHeldBytes / LET_GO_PART || isGated(stream, held + letGo, maxHeldBytes);
  }

  #letGoBytes(): number {
    let runs = 0;
    for (const { ledger } of this.#state.streams()) runs += ledger.letGoRuns;
    return runs * LET_GO_RUN_BYTES;
  }

  #wake(stream: PartitionStream): void {
    for (const waiter of this.#waiting) {
      if (waiter.stream !== stream) continue;
      this.#waiting.delete(waiter);
      waiter.wake();
    }
  }
}
