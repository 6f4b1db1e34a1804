import { isUnknownTopic } from '../broker/failure.js';
import type { EventSink } from '../consumer-event.js';
import { asError } from '../errors.js';
import type { PartitionStream } from '../partition-stream.js';
import { plain, type TopicPartition } from '../topic-partition.js';
import { oneEach, UnknownTopics } from './unknown-topics.js';

/** An offset on its way into the group. */
export interface OffsetToCommit extends TopicPartition {
  readonly offset: number;
}

/** What the committer works on. */
export interface CommitterOptions {
  readonly intervalMs: number;
  readonly streams: () => Iterable<PartitionStream>;
  /** Sends one commit; undefined while there is no membership to commit under. */
  readonly send: (offsets: readonly OffsetToCommit[]) => Promise<void> | undefined;
  readonly onEvent: EventSink;
}

interface Moved extends OffsetToCommit {
  readonly stream: PartitionStream;
}

/** What became of one request. It is not sent where there is no membership to send it under. */
type Answer =
  | { readonly kind: 'confirmed' }
  | { readonly kind: 'not-sent' }
  | { readonly kind: 'unknown-topic'; readonly error: unknown }
  | { readonly kind: 'failed'; readonly error: unknown };

interface Failure {
  readonly error?: unknown;
  /** Nothing is left to be committed all the same: the topics do not exist any more. */
  readonly gone: boolean;
}

/** Commits settled offsets at a steady beat: one request for all partitions that moved, never two at once. */
export class Committer {
  readonly #options: CommitterOptions;
  readonly #unknown = new UnknownTopics();
  #timer: NodeJS.Timeout | undefined;
  #underWay: Promise<boolean> | undefined;
  #failures = 0;

  constructor(options: CommitterOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer ??= setInterval(() => void this.#beat(), this.#options.intervalMs).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /**
   * Commits now, after a commit that is under way.
   *
   * @returns true when the broker has confirmed everything that was settled when it was called, topics that are gone aside
   */
  async flush(): Promise<boolean> {
    await this.#underWay;
    return this.#beat();
  }

  #beat(): Promise<boolean> {
    this.#underWay ??= this.#commit().finally(() => {
      this.#underWay = undefined;
    });
    return this.#underWay;
  }

  async #commit(): Promise<boolean> {
    const moved: Moved[] = [];
    for (const stream of this.#options.streams()) {
      const offset = stream.offsetToCommit;
      if (offset !== undefined) moved.push({ ...plain(stream), stream, offset });
    }
    const failure = await this.#commitAll(this.#unknown.requests(moved));
    if (failure === undefined) this.#failures = 0;
    else if ('error' in failure) {
      const error = asError(failure.error);
      this.#options.onEvent({ kind: 'commit-failed', failures: ++this.#failures, error });
    }
    return failure === undefined || failure.gone;
  }

  /** Answers why not all was confirmed; `gone` where that is for topics alone that will not come back. */
  async #commitAll(requests: (readonly Moved[])[]): Promise<Failure | undefined> {
    let failure: Failure | undefined;
    for (let request = requests.shift(); request !== undefined; request = requests.shift()) {
      const answer = await this.#send(request);
      if (answer.kind === 'confirmed') continue;
      if (answer.kind !== 'unknown-topic') return { ...answer, gone: false };
      const topics = oneEach(request);
      // The others were taken, but the answer does not say which these are: each topic by itself.
      if (topics.length > 1) requests.push(...topics);
      else {
        const gone = this.#unknown.refused((request[0] as Moved).topic);
        failure = { ...answer, gone: gone && failure?.gone !== false };
      }
    }
    return failure;
  }

  async #send(request: readonly Moved[]): Promise<Answer> {
    // It may have moved away while another request was under way, and its offset is not ours to commit then.
    const owned = new Set(this.#options.streams());
    const moved = request.filter(({ stream }) => owned.has(stream));
    if (moved.length === 0) return { kind: 'confirmed' };
    try {
      const sent = this.#options.send(moved.map(({ offset, stream }) => ({ ...plain(stream), offset })));
      if (sent === undefined) return { kind: 'not-sent' };
      await sent;
    } catch (error) {
      return { kind: isUnknownTopic(error) ? 'unknown-topic' : 'failed', error };
    }
    for (const { stream, offset } of moved) {
      stream.committed = offset;
      stream.commitNow = false;
      this.#unknown.known(stream.topic);
    }
    this.#options.onEvent({ kind: 'committed', partitions: moved.length });
    return { kind: 'confirmed' };
  }
}
