import { setTimeout as sleep } from 'node:timers/promises';
import { AssignerProtocol } from 'kafkajs';
import { decodeStarts, type Starts } from '../assignor/user-data.js';
import { messageOf } from '../errors.js';
import type { Membership } from '../group/membership.js';
import type { TopicPartition } from '../topic-partition.js';
import { type JoinSteps, joinAgain } from './coordinator-tap.js';
import { type ClientError, JOIN_AGAIN } from './failure.js';
import type { GroupOffsets } from './group-offsets.js';
import type { GroupListener, StartOffset } from './group-session.js';

/** A join that the broker has confirmed and that kafkajs is about to act on. */
export interface Joining {
  readonly membership: Membership;
  readonly starts: readonly StartOffset[];
}

/** Attempts to learn where gained partitions begin, and the wait between them in milliseconds. */
const ATTEMPTS = 10;
const WAIT_MS = 200;

/** A join that was put off so many times is worth a word: once or twice is how a coordinator comes up. */
const DELAYS_TO_TELL = 4;

/** Heartbeats of a member between its assignment and its first fetch. */
export interface JoinBeat {
  readonly intervalMs: number;
  send(membership: Membership): Promise<void>;
}

/** Carries one join from the request to the point where kafkajs starts to fetch. */
export class JoinProgress implements JoinSteps {
  readonly #listener: GroupListener;
  readonly #offsets: () => GroupOffsets;
  readonly #beat: JoinBeat;
  #last: Joining | undefined;
  #underWay = false;
  #closed = false;
  #delays = 0;

  constructor(listener: GroupListener, offsets: () => GroupOffsets, beat: JoinBeat) {
    this.#listener = listener;
    this.#offsets = offsets;
    this.#beat = beat;
  }

  /** A join is on its way: commits under the old generation are refused from here on. */
  get underWay(): boolean {
    return this.#underWay;
  }

  /** What the last join brought. Taken when kafkajs says that it has joined. */
  complete(): Joining | undefined {
    this.#underWay = false;
    this.#delays = 0;
    return this.#last;
  }

  /** No join after this one. kafkajs would otherwise join again while it is being stopped, and nobody would leave. */
  close(): void {
    this.#closed = true;
  }

  delayed(message: string): void {
    this.#delays++;
    if (this.#delays % DELAYS_TO_TELL === 0)
      this.#listener.warning(`cannot join the group yet, trying again: ${message}`);
  }

  async joining(memberId: string): Promise<void> {
    this.failIfClosed();
    // A join that was overtaken by the next one: our old generation is over, nothing can be committed under it.
    if (this.#underWay) return;
    await this.#listener.beforeRejoin();
    this.failIfClosed();
    this.#underWay = true;
    this.#listener.joining(memberId === '' ? undefined : memberId);
  }

  async synced(generation: number, memberId: string, assignment: Buffer): Promise<void> {
    this.failIfClosed();
    const decoded = this.#decoded(assignment);
    const partitions = Object.entries(decoded?.assignment ?? {}).flatMap(([topic, list]) =>
      list.map((partition) => ({ topic, partition })),
    );
    const membership = { memberId, generation, partitions };
    const gained = this.#listener.gainedBy(membership);
    const starts = this.#startsOf(gained, decodeStarts(decoded?.userData));
    const joining = { membership, starts: await this.#beating(membership, starts) };
    this.#failIfOvertaken(membership);
    this.#last = joining;
  }

  /**
   * Each broker's fetcher may join, and what the first waits for here may take longer than all of the second's join. To go
   * back to its generation would be for good: kafkajs sends heartbeats for the later one, which are answered as if all was
   * well, and every commit under the earlier one is refused.
   */
  #failIfOvertaken({ memberId, generation }: Membership): void {
    const last = this.#last?.membership;
    if (last?.memberId === memberId && last.generation > generation)
      throw joinAgain(`the join of generation ${generation} was overtaken by that of ${last.generation}`);
  }

  /**
   * What is in an assignment, null for none. The answer that carries it was whole, so nobody has looked into these bytes yet;
   * kafkajs reads them right after us, and for it a fault in them is the end.
   */
  #decoded(assignment: Buffer): ReturnType<typeof AssignerProtocol.MemberAssignment.decode> {
    // A member without a partition gets an assignment without a byte.
    if (assignment.length === 0) return null;
    try {
      return AssignerProtocol.MemberAssignment.decode(assignment);
    } catch (error) {
      const words = `the assignment that came cannot be read: ${messageOf(error)}`;
      this.delayed(words);
      throw joinAgain(words, error);
    }
  }

  async #startsOf(gained: readonly TopicPartition[], assigned: Starts): Promise<readonly StartOffset[]> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#offsets().starts(gained, assigned);
      } catch (error) {
        this.failIfClosed();
        if (attempt === ATTEMPTS) throw joinAgain(`where to begin is not known: ${messageOf(error)}`);
        await sleep(WAIT_MS);
      }
    }
  }

  /**
   * Keeps the membership alive meanwhile. kafkajs sends heartbeats only once it fetches; but a broker that hangs does
   * not say where its partitions begin for longer than a session lasts. The group would take this member for dead and
   * rebalance, everybody would join again, ask that broker again, and so on. An answer that ends the membership ends
   * the wait too.
   */
  async #beating<T>(membership: Membership, work: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise<never>((_, reject) => {
      timer = setInterval(() => {
        this.#beat.send(membership).catch((error: unknown) => {
          if (JOIN_AGAIN.includes((error as ClientError).type)) reject(error);
        });
      }, this.#beat.intervalMs);
    });
    try {
      return await Promise.race([work, over]);
    } finally {
      clearInterval(timer);
      // Where the wait was ended, nobody hears any more how the work ends.
      work.catch(() => {});
    }
  }

  failIfClosed(): void {
    if (this.#closed)
      throw Object.assign(new Error('the consumer is leaving the group'), { retriable: false });
  }
}
