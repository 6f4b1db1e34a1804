import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type ProcessUsage, processUsage } from '../process-tree.js';
import type { MemberWord, Order, Usage, Word } from './words.js';

/** Longest time for anything that is waited for, milliseconds. */
const PATIENCE_MS = 180_000;

/** Members of one group, several in each of a few processes. */
export class Crew {
  readonly #children: ChildProcess[];
  readonly #perProcess: number;
  /** All that members ever said. */
  readonly words: MemberWord[] = [];
  readonly #living = new Set<number>();

  constructor(at: readonly [brokers: string, topic: string, group: string], processes: number, each: number) {
    const file = fileURLToPath(new URL('members-process.js', import.meta.url));
    this.#perProcess = each;
    this.#children = Array.from({ length: processes }, () => {
      const child = fork(file, [...at], { execArgv: [] });
      child.on('message', (word: Word) => {
        if (word.kind !== 'ready' && word.kind !== 'usage') this.words.push(word);
      });
      return child;
    });
  }

  /** Numbers of the members that were started and have not left. */
  get living(): ReadonlySet<number> {
    return this.#living;
  }

  /** Resolves when every process can take orders. */
  async ready(): Promise<void> {
    await Promise.all(this.#children.map((child) => once(child, 'message')));
  }

  start(member: number): void {
    this.#living.add(member);
    this.#tell(member, { kind: 'start', member });
  }

  leave(member: number): void {
    this.#living.delete(member);
    this.#tell(member, { kind: 'leave', member });
  }

  /** SIGKILL for one process with all its members. */
  kill(process: number): void {
    for (const member of this.membersOf(process)) this.#living.delete(member);
    this.#children[process]?.kill('SIGKILL');
  }

  /** The living members of a process. */
  membersOf(process: number): number[] {
    return [...this.#living].filter((member) => this.#processOf(member) === process);
  }

  /**
   * Waits for something that members say.
   *
   * @throws Error after three minutes, with what was waited for
   */
  async until(what: string, holds: () => boolean): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS;
    while (!holds()) {
      if (Date.now() > deadline) throw new Error(`not within ${PATIENCE_MS / 1000} s: ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** What all living processes have used since this was asked last. */
  async usage(): Promise<Usage[]> {
    const alive = this.#children.filter(({ connected }) => connected);
    return Promise.all(
      alive.map(
        (child) =>
          new Promise<Usage>((resolve) => {
            const hear = (word: Word) => {
              if (word.kind !== 'usage') return;
              child.off('message', hear);
              resolve(word);
            };
            child.on('message', hear);
            child.send({ kind: 'usage' } satisfies Order);
          }),
      ),
    );
  }

  /** What each living process has used since its start. */
  processes(): ProcessUsage[] {
    return this.#children.flatMap(({ pid }) => processUsage(pid as number) ?? []);
  }

  /** Ends all processes, whatever their members are doing. */
  async end(): Promise<void> {
    const running = this.#children.filter(
      ({ exitCode, signalCode }) => exitCode === null && signalCode === null,
    );
    for (const child of running) child.kill('SIGKILL');
    await Promise.all(running.map((child) => once(child, 'exit')));
  }

  #processOf(member: number): number {
    return Math.floor(member / this.#perProcess) % this.#children.length;
  }

  #tell(member: number, order: Order): void {
    this.#children[this.#processOf(member)]?.send(order);
  }
}
