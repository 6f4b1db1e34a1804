import type { Config } from '@kafka-splunk/config';
import type { AppErrorCode } from '../error-codes.js';
import { messageOf } from '../message-of.js';
import type { Log } from '../observe/log.js';
import type { FleetPlan } from '../supervisor/fleet-plan.js';
import { planFleet } from '../supervisor/plan-fleet.js';
import { type ConfigWithText, readConfig } from './read-config.js';
import { restartNeeded } from './restart-needed.js';

/** Options of {@link Reloader}. */
export interface ReloaderOptions {
  readonly file: string;
  /** Whether the file can be read again: not a pipe such as `<(command)`. */
  readonly rereadable: boolean;
  /** The config that was read at the start. */
  readonly config: Config;
  readonly log: Log;
  /** Takes the plan over, worker by worker. */
  readonly onPlan: (plan: FleetPlan, config: Config) => void;
}

/** What SIGHUP does: reads the file anew, checks it, and hands it on; or says why it does not, and nothing changes. */
export class Reloader {
  readonly #options: ReloaderOptions;
  #config: Config;
  #again = false;
  #reading = false;

  constructor(options: ReloaderOptions) {
    this.#options = options;
    this.#config = options.config;
  }

  /** Reads the file anew. Called while it is being read, it is read once more afterwards. */
  async reload(): Promise<void> {
    this.#again = true;
    if (this.#reading) return;
    this.#reading = true;
    while (this.#again) {
      this.#again = false;
      await this.#once();
    }
    this.#reading = false;
  }

  async #once(): Promise<void> {
    const { file, rereadable, log, onPlan } = this.#options;
    if (!rereadable) {
      this.#refuse(`${file} is a pipe and can be read only once; start the program anew, or give it a file`);
      return;
    }
    let read: ConfigWithText;
    try {
      read = await readConfig(file);
    } catch (error) {
      this.#refuse(messageOf(error));
      return;
    }
    const { text, config, notices } = read;
    const keys = restartNeeded(this.#config, config);
    if (keys.length > 0) {
      this.#refuse(`${keys.join(', ')} can only be changed by a restart; stop the program and start it anew`);
      return;
    }
    for (const { line, key, text: notice } of notices)
      log.warning({ key }, `${file}:${line}: ${key} ${notice}`);
    log.info({ file }, `SIGHUP: ${file} is read and in order; the workers take it over, one after the other`);
    this.#config = config;
    onPlan(planFleet(config, text), config);
  }

  #refuse(reason: string): void {
    const { file, log } = this.#options;
    log.error(
      { file, code: 'RELOAD_REFUSED' satisfies AppErrorCode },
      `SIGHUP: the config is not taken over, nothing changes: ${reason}`,
    );
  }
}
