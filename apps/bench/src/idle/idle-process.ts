import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Order, Word } from './words.js';

/** Longest time for anything that is waited for, milliseconds. */
const PATIENCE_MS = 60_000;

/** A member in a process of its own. */
export class IdleProcess {
  readonly #child: ChildProcess;
  readonly #words: Word[] = [];
  readonly #exit: Promise<unknown>;

  constructor(brokers: readonly string[], topic: string, groupId: string) {
    const file = fileURLToPath(new URL('idle-member.js', import.meta.url));
    this.#child = fork(file, [brokers.join(','), topic, groupId], { execArgv: [] });
    this.#exit = once(this.#child, 'exit');
    this.#child.on('message', (word: Word) => this.#words.push(word));
  }

  get pid(): number {
    return this.#child.pid as number;
  }

  /** What it said when it joined last; undefined before that. */
  get membership(): Extract<Word, { kind: 'joined' }> | undefined {
    return this.#words.findLast((word) => word.kind === 'joined');
  }

  order(order: Order): void {
    this.#child.send(order);
  }

  /** Waits for a word that was said at or after this moment. */
  async said(what: string, since: number, fits: (word: Word) => boolean): Promise<Word> {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    for (;;) {
      const word = this.#words.find((each) => each.at >= since && fits(each));
      if (word !== undefined) return word;
      if (this.#child.exitCode !== null) throw new Error(`the member ended: ${what}`);
      await once(this.#child, 'message', { signal }).catch(() => {
        throw new Error(`not within ${PATIENCE_MS} ms: ${what}`);
      });
    }
  }

  /** Waits until it owns so many partitions. */
  async owns(count: number, since = 0): Promise<Word> {
    return this.said(
      `${count} partitions`,
      since,
      (word) => word.kind === 'joined' && word.partitions.length === count,
    );
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exit;
  }
}
