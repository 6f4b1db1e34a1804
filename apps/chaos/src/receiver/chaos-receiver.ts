import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Turns } from '../turns.js';
import type { Order, Word, Wrong } from './orders.js';

const program = fileURLToPath(new URL('../../bin/chaos-receiver.js', import.meta.url));

/** A receiver that can be killed and started again on its port. What was asked of it while dead holds when it is back. */
export class ChaosReceiver {
  readonly #token: string;
  readonly #ack: boolean;
  /** File of what it took. */
  readonly journal: string;
  readonly #faults = new Map<string, Wrong>();
  readonly #turns = new Turns();
  #tokenEnabled = true;
  #port = 0;
  #child: ChildProcess | undefined;

  /** @param ack - whether it gives acknowledgements, and loses what it has not indexed when it dies */
  constructor(token: string, journal: string, ack: boolean) {
    this.#token = token;
    this.#ack = ack;
    this.journal = journal;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async start(): Promise<void> {
    const child = fork(program, [String(this.#port), this.journal, ...(this.#ack ? ['ack'] : [])], {
      env: { ...process.env, NODE_OPTIONS: '', CHAOS_TOKEN: this.#token },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      execArgv: [],
    });
    const [word] = (await once(child, 'message')) as [Word];
    if (word.word === 'listening') this.#port = word.port;
    this.#child = child;
    for (const [name, wrong] of this.#faults) await this.#tell({ do: 'begin', name, wrong });
    if (!this.#tokenEnabled) await this.#tell({ do: 'token', enabled: false });
  }

  /** SIGKILL. Resolves when it is gone. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  async begin(name: string, wrong: Wrong): Promise<void> {
    this.#faults.set(name, wrong);
    await this.#tell({ do: 'begin', name, wrong });
  }

  async end(name: string): Promise<void> {
    this.#faults.delete(name);
    await this.#tell({ do: 'end', name });
  }

  /** What a restart of the indexer behind it does. */
  async restartIndexer(): Promise<void> {
    await this.#tell({ do: 'restart' });
  }

  async setToken(enabled: boolean): Promise<void> {
    this.#tokenEnabled = enabled;
    await this.#tell({ do: 'token', enabled });
  }

  /** One order after the other; a receiver that dies meanwhile has its faults told again at its start. */
  #tell(order: Order): Promise<void> {
    return this.#turns.take('orders', async () => {
      const child = this.#child;
      if (child === undefined || !child.connected) return;
      child.send(order);
      const listening = new AbortController();
      const { signal } = listening;
      await Promise.race([once(child, 'message', { signal }), once(child, 'exit', { signal })]);
      listening.abort();
    });
  }
}
