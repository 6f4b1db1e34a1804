import { hostname } from 'node:os';
import { isDeepStrictEqual } from 'node:util';
import type { AdminConfig, Config } from '@kafka-splunk/config';
import { Metrics } from '../metrics/registry.js';
import type { Log } from '../observe/log.js';
import { collectSecrets, createHide, createScrub, type Hide, type Scrub } from '../observe/redact.js';
import { buildReport } from '../status/build-report.js';
import type { ProgramFacts } from '../status/fleet-snapshot.js';
import { StatusBoard } from '../status/status-board.js';
import type { FleetView } from '../supervisor/supervisor.js';
import { AdminServer } from './admin-server.js';
import { readPageFiles } from './page-files.js';
import type { AdminSources } from './routes.js';

/** Options of {@link Admin}. */
export interface AdminOptions {
  /** The config that was read at the start. */
  readonly config: Config;
  readonly program: { readonly version: string; readonly file: string; readonly startedAt: number };
  readonly log: Log;
  /** What the supervisor knows. */
  readonly view: () => FleetView;
}

/** The board that remembers what workers report, and the server that shows it where the config wants one. */
export class Admin {
  readonly board: StatusBoard;
  readonly #options: AdminOptions;
  readonly #sources: AdminSources;
  readonly #secrets = new Set<string>();
  #scrub: Scrub = (line) => line;
  #hide: Hide = (text) => text;
  #facts: ProgramFacts;
  /** Of a config that the workers are taking over. */
  #next: { readonly facts: ProgramFacts; readonly reloadedBefore: number | undefined } | undefined;
  #config: AdminConfig | undefined;
  #server: AdminServer | undefined;
  #moving: Promise<void> = Promise.resolve();

  constructor(options: AdminOptions) {
    const { config, view } = options;
    this.#options = options;
    this.#facts = this.#factsOf(config);
    this.board = new StatusBoard({ facts: () => this.#factsNow(), places: () => view().workers });
    const metrics = new Metrics(
      () => this.board.snapshot(),
      (text) => this.#hide(text),
    );
    this.#sources = {
      status: () => buildReport(this.board.snapshot()),
      history: () => this.board.history(),
      metrics: () => metrics.scrape(),
      page: readPageFiles(),
      scrub: (text) => this.#scrub(text),
    };
  }

  /** Begins to note and to listen. */
  start(): void {
    this.board.start();
    this.#keepSecrets(this.#options.config);
    this.#listen(this.#options.config.admin);
  }

  /**
   * Another config is being taken over: its secrets are kept, its address is taken now, the rest with the workers. Where
   * it is taken back, the one before is adopted again.
   */
  adopt(config: Config): void {
    this.#keepSecrets(config);
    this.#next = { facts: this.#factsOf(config), reloadedBefore: this.#options.view().reloadedAt };
    if (!isDeepStrictEqual(config.admin, this.#config)) this.#listen(config.admin);
  }

  /** Ends it. */
  async close(): Promise<void> {
    this.board.stop();
    this.#listen(undefined);
    await this.#moving;
  }

  /** One after the other: the same port may be wanted again. */
  #listen(config: AdminConfig | undefined): void {
    this.#config = config;
    this.#moving = this.#moving.then(async () => {
      await this.#server?.close();
      const { log } = this.#options;
      this.#server = config && new AdminServer({ config, log, sources: this.#sources });
      this.#server?.start();
    });
  }

  #keepSecrets(config: Config): void {
    for (const secret of collectSecrets(config)) this.#secrets.add(secret);
    this.#scrub = createScrub([...this.#secrets]);
    this.#hide = createHide([...this.#secrets]);
  }

  /** A config that the workers took over is the one in force; one that was taken back never was. */
  #factsNow(): ProgramFacts {
    const { reloadedAt } = this.#options.view();
    if (this.#next !== undefined && this.#next.reloadedBefore !== reloadedAt) {
      this.#facts = this.#next.facts;
      this.#next = undefined;
    }
    return { ...this.#facts, program: { ...this.#facts.program, reloadedAt } };
  }

  #factsOf({ kafka, general, deadLetters }: Config): ProgramFacts {
    const { topic, directory } = deadLetters;
    return {
      program: {
        ...this.#options.program,
        pid: process.pid,
        host: hostname(),
        group: kafka.group,
        topics: [...kafka.topics, ...kafka.topicPatterns.map(String)],
      },
      memoryBytes: general.memoryBytes,
      deadLetters: topic === undefined ? directory : `topic ${topic}`,
    };
  }
}
