import type { FoundTopics } from './topic-selection.js';

/** How the list of topics to read is to change. */
export interface TopicChanges {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/**
 * Compares what is read with what exists. A topic is taken out when it was gone twice in a row: a broker that has just
 * started may not know all topics yet, and taking one out and in again repeats what is in flight. The last topic is
 * never taken out: a group without one would have nothing to wait with.
 */
export class TopicTracker {
  #read: readonly string[];
  #goneBefore: ReadonlySet<string> = new Set();
  #isInDoubt = false;

  constructor(read: readonly string[]) {
    this.#read = read;
  }

  /** Topics to read at the moment. */
  get topics(): readonly string[] {
    return this.#read;
  }

  /** A topic was gone at the last look: whether it is gone for good, the next one tells. */
  get isInDoubt(): boolean {
    return this.#isInDoubt;
  }

  /** Takes over what a look found. Undefined where nothing is to change. */
  update({ found }: FoundTopics): TopicChanges | undefined {
    const there = new Set(found);
    const gone = this.#read.filter((topic) => !there.has(topic));
    const removed = there.size === 0 ? [] : gone.filter((topic) => this.#goneBefore.has(topic));
    this.#goneBefore = new Set(gone);
    this.#isInDoubt = there.size > 0 && gone.length > removed.length;
    const read = new Set(this.#read);
    const added = found.filter((topic) => !read.has(topic));
    if (added.length === 0 && removed.length === 0) return undefined;
    this.#read = [...this.#read.filter((topic) => !removed.includes(topic)), ...added].sort();
    return { added, removed };
  }
}
