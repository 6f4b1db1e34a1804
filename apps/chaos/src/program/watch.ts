import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { TopicAdmin } from '@kafka-splunk/kafka-balanced-consumer/admin';
import type { CommitSample } from '../judge/evidence.js';
import type { AdminWatch } from './admin-watch.js';
import type { LetterWatch } from './letter-watch.js';
import { commandLine } from './processes.js';
import type { ProgramUnit } from './unit.js';

const everyMs = 100;
const pagesEveryMs = 500;

/** What is looked at. */
export interface Watched {
  readonly admin: TopicAdmin;
  readonly topic: string;
  readonly group: string;
  readonly unit: ProgramUnit;
  readonly letters: LetterWatch;
  readonly pages: AdminWatch;
  readonly token: string;
}

/** Looks at the program from outside, all the time: what is committed, what its processes take, what they show. */
export class Watch {
  readonly #watched: Watched;
  #stopped = false;
  #done: Promise<unknown> = Promise.resolve();
  readonly commits: CommitSample[] = [];
  /** Largest resident memory of one worker, bytes. */
  workerBytes = 0;
  readonly #secretsSeen = new Set<string>();

  constructor(watched: Watched) {
    this.#watched = watched;
  }

  start(): void {
    this.#done = Promise.all([
      this.#repeat(everyMs, () => this.sampleCommits()),
      this.#repeat(everyMs, () => this.#sampleProcesses()),
      this.#repeat(pagesEveryMs, () => this.#watched.pages.look()),
    ]);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#done;
  }

  /** Asks what is committed; where no broker answers, nothing is learned. */
  async sampleCommits(): Promise<readonly CommitSample[]> {
    const { admin, topic, group, letters } = this.#watched;
    let answer: readonly { partition: number; offset: number }[];
    try {
      answer = await admin.committedOffsets(group, topic);
    } catch {
      return [];
    }
    // First look at the letters: what the answer covers was durable before it.
    letters.look();
    const at = Date.now();
    const samples = answer.map(({ partition, offset }) => ({ at, partition, offset }));
    this.commits.push(...samples);
    return samples;
  }

  /** What is committed in another topic, by partition; empty where no broker answers. */
  async committed(topic: string): Promise<Map<number, number>> {
    const { admin, group } = this.#watched;
    const answer = await admin.committedOffsets(group, topic).catch(() => []);
    return new Map(answer.map(({ partition, offset }) => [partition, offset]));
  }

  /** Places where the token was seen, so far, and in everything that was printed and set aside. */
  secretsSeen(): string[] {
    const { unit, token, letters, pages } = this.#watched;
    if (readFileSync(unit.outputFile, 'utf8').includes(token)) this.#secretsSeen.add('the output');
    if (letters.secretSeen) this.#secretsSeen.add('a dead letter');
    return [...this.#secretsSeen, ...[...pages.secretSeenOn].map((path) => `the admin page ${path}`)];
  }

  #sampleProcesses(): Promise<void> {
    const { unit, token } = this.#watched;
    for (const { pid, residentBytes } of unit.workers()) {
      this.workerBytes = Math.max(this.workerBytes, residentBytes);
      if (commandLine(pid).includes(token)) this.#secretsSeen.add('a command line');
    }
    return Promise.resolve();
  }

  async #repeat(pauseMs: number, look: () => Promise<unknown>): Promise<void> {
    while (!this.#stopped) {
      await look();
      await wait(pauseMs);
    }
  }
}
