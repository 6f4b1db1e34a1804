import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { TopicAdmin } from '@kafka-splunk/kafka-balanced-consumer/admin';
import type { CommitSample } from '../judge/evidence.js';
import type { LetterWatch } from './letter-watch.js';
import { commandLine } from './processes.js';
import type { ProgramUnit } from './unit.js';

const everyMs = 100;

/** What is looked at. */
export interface Watched {
  readonly admin: TopicAdmin;
  readonly topic: string;
  readonly group: string;
  readonly unit: ProgramUnit;
  readonly letters: LetterWatch;
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
      this.#repeat(() => this.sampleCommits()),
      this.#repeat(() => this.#sampleProcesses()),
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

  /** Places where the token was seen, so far and in the output. */
  secretsSeen(): string[] {
    const { unit, token } = this.#watched;
    if (readFileSync(unit.outputFile, 'utf8').includes(token)) this.#secretsSeen.add('the output');
    return [...this.#secretsSeen];
  }

  #sampleProcesses(): Promise<void> {
    const { unit, token } = this.#watched;
    for (const { pid, residentBytes } of unit.workers()) {
      this.workerBytes = Math.max(this.workerBytes, residentBytes);
      if (commandLine(pid).includes(token)) this.#secretsSeen.add('a command line');
    }
    return Promise.resolve();
  }

  async #repeat(look: () => Promise<unknown>): Promise<void> {
    while (!this.#stopped) {
      await look();
      await wait(everyMs);
    }
  }
}
