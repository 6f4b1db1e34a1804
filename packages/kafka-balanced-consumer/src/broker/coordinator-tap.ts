import type { Broker, Cluster } from 'kafkajs';
import { now } from '../clock.js';
import { messageOf } from '../errors.js';
import type { Membership } from '../group/membership.js';
import { unexpected } from './client-internals.js';
import { chainOf } from './failure.js';

/** What kafkajs 2.2.4 sends to and gets from the group coordinator, as far as we look at it (broker/index.js). */
interface JoinResult {
  readonly generationId: number;
  readonly memberId: string;
}

interface SyncRequest {
  readonly generationId: number;
  readonly memberId: string;
}

interface SyncResult {
  readonly memberAssignment: Buffer;
}

interface JoinRequest {
  /** Empty where the member has no id yet. */
  readonly memberId: string;
}

interface HeartbeatRequest {
  readonly groupId: string;
  readonly memberId: string;
  readonly groupGenerationId: number;
}

interface CoordinatorBroker extends Broker {
  joinGroup(request: JoinRequest): Promise<JoinResult>;
  syncGroup(request: SyncRequest): Promise<SyncResult>;
  heartbeat(request: HeartbeatRequest): Promise<unknown>;
  leaveGroup(request: { groupId: string; memberId: string }): Promise<unknown>;
}

/**
 * Given to kafkajs 2.2.4 as its `heartbeatInterval`: so it thinks a heartbeat due whenever it looks (consumerGroup.js). Left
 * to itself it counts by the system's clock, and when that is set back by an hour it sends none for an hour: the group
 * takes the member for dead, and the member, which would learn it by a heartbeat, reads on and can commit nothing.
 */
export const ALWAYS_DUE: number = Number.NEGATIVE_INFINITY;

/** How often a member says that it is there, milliseconds. */
export interface BeatTimes {
  /** Between two heartbeats. */
  readonly intervalMs: number;
  /** Without one for so long the group gives its partitions away. */
  readonly sessionTimeoutMs: number;
}

/** Steps of a join that kafkajs tells nobody about. */
export interface JoinSteps {
  /** Throws when the member is leaving: nothing of a join is to be tried again then. */
  failIfClosed(): void;
  /** A step failed for a reason that passes; the join is tried again. */
  delayed(message: string): void;
  /** Before the request to join is sent; `memberId` is empty at the first. A rejection ends the join. */
  joining(memberId: string): Promise<void>;
  /** After the assignment came and before kafkajs acts on it. A rejection ends the join. */
  synced(generation: number, memberId: string, assignment: Buffer): Promise<void>;
}

/**
 * Listens to joins on the way to the coordinator. kafkajs 2.2.4 does not tell the generation with its GROUP_JOIN
 * event, and emits that event without waiting for anybody; but it does wait for the coordinator's answers, and the
 * coordinator comes from `cluster.findGroupCoordinator`, which every assigner is handed. So the two methods are
 * wrapped on that one object of that one consumer; nothing global changes, and other consumers in this process are
 * untouched.
 */
export class CoordinatorTap {
  readonly #cluster: Cluster;
  readonly #steps: JoinSteps;
  readonly #times: BeatTimes;
  /** Heartbeats as kafkajs sends them, by broker. */
  readonly #heartbeats = new WeakMap<Broker, (request: HeartbeatRequest) => Promise<unknown>>();
  readonly #find: Cluster['findGroupCoordinator'];
  #coordinator: Broker | undefined;
  #memberId: string | undefined;
  #left: string | undefined;
  #join: Promise<unknown> = Promise.resolve();
  #rejoinWanted = false;
  #heartbeatAt = 0;
  #heardAt = now();
  #looking = false;

  /** @throws ConsumerError `KBC_INTERNALS` where kafkajs is not as expected */
  constructor(cluster: Cluster, steps: JoinSteps, times: BeatTimes) {
    this.#times = times;
    if (typeof cluster?.findGroupCoordinator !== 'function') throw unexpected('cluster.findGroupCoordinator');
    this.#cluster = cluster;
    this.#steps = steps;
    this.#find = cluster.findGroupCoordinator.bind(cluster);
    cluster.findGroupCoordinator = async (group) => {
      this.#steps.failIfClosed();
      const broker = await this.#find(group).catch((error: unknown) => this.#joinAgainIfPassing(error));
      this.#coordinator = broker;
      return this.#tap(broker as CoordinatorBroker);
    };
  }

  /** The coordinator, as last found; looked for again where it is not connected or was not right any more. */
  async coordinator(groupId: string): Promise<Broker> {
    if (this.#coordinator?.isConnected()) return this.#coordinator;
    return this.#cluster.findGroupCoordinator({ groupId });
  }

  /**
   * Takes this member out of the group. kafkajs says good-bye too, but not for sure: told to stop while it joins, it
   * first sees that join fail, takes this for a crash, and disconnects before its own request to leave is out. The
   * member then stays until its session times out, and everybody who joins waits for it. So no further join may begin
   * when this is called; one that is under way is waited for, since the broker does not look at the request to leave
   * before it has answered that one.
   */
  async leave(groupId: string): Promise<void> {
    await this.#join;
    const broker = this.#coordinator as CoordinatorBroker | undefined;
    const memberId = this.#memberId;
    if (memberId === undefined || broker === undefined || !broker.isConnected()) return;
    this.#memberId = undefined;
    await broker.leaveGroup({ groupId, memberId });
    this.#left = memberId;
  }

  /** When the last heartbeat was sent, whoever sent it; milliseconds since the epoch. */
  get heartbeatAt(): number {
    return this.#heartbeatAt;
  }

  /** Sends a heartbeat beside those of kafkajs. */
  async heartbeat(groupId: string, { memberId, generation }: Membership): Promise<void> {
    const coordinator = (await this.coordinator(groupId)) as CoordinatorBroker;
    await coordinator.heartbeat({ groupId, memberId, groupGenerationId: generation });
  }

  /** Makes the member join again with its next heartbeat, as it does when the group rebalances. */
  rejoin(): void {
    this.#rejoinWanted = true;
  }

  /** The coordinator has moved: look for it again before the next request. */
  forget(): void {
    this.#coordinator = undefined;
  }

  /**
   * Sends a heartbeat to where the coordinator is by now. kafkajs goes on with the one it joined by: where that broker
   * is dead, and leads nothing that is read here, it never looks for the next one, and the group takes the member for
   * dead though it fetches. Nor is a heartbeat that does not arrive a reason to stop fetching, as long as the session
   * lasts.
   *
   * kafkajs asks for one after each fetch (see {@link ALWAYS_DUE}); whether one is due is decided here, by a clock that
   * nobody sets back.
   */
  async #beat(joinedBy: CoordinatorBroker, request: HeartbeatRequest): Promise<void> {
    if (this.#rejoinWanted) throw joinAgain('the topics to read have changed');
    if (now() < this.#heartbeatAt + this.#times.intervalMs) return;
    this.#heartbeatAt = now();
    const send = this.#heartbeats.get(this.#coordinator ?? joinedBy) ?? this.#heartbeats.get(joinedBy);
    try {
      await send?.(request);
      this.#heardAt = now();
    } catch (error) {
      if (!isPassing(error)) throw error;
      this.#lookAgain(request.groupId);
      if (now() - this.#heardAt > this.#times.sessionTimeoutMs) throw joinAgain(messageOf(error), error);
    }
  }

  /** Nobody waits for it: the next heartbeat goes to whom it finds. */
  #lookAgain(groupId: string): void {
    if (this.#looking) return;
    this.#looking = true;
    this.#find({ groupId })
      .then((broker) => {
        this.#coordinator = broker;
        this.#tap(broker as CoordinatorBroker);
      })
      .catch(() => {})
      .finally(() => {
        this.#looking = false;
      });
  }

  #joinAgainIfPassing(error: unknown): never {
    if (!isPassing(error)) throw error;
    this.#steps.delayed(messageOf(error));
    throw joinAgain(messageOf(error), error);
  }

  #tap(broker: CoordinatorBroker): Broker {
    if (this.#heartbeats.has(broker)) return broker;
    if (typeof broker.joinGroup !== 'function') throw unexpected('broker.joinGroup');
    if (typeof broker.syncGroup !== 'function') throw unexpected('broker.syncGroup');
    if (typeof broker.leaveGroup !== 'function') throw unexpected('broker.leaveGroup');
    if (typeof broker.heartbeat !== 'function') throw unexpected('broker.heartbeat');
    this.#heartbeats.set(broker, broker.heartbeat.bind(broker));
    broker.heartbeat = (request) => this.#beat(broker, request);
    const join = broker.joinGroup.bind(broker);
    const sync = broker.syncGroup.bind(broker);
    broker.joinGroup = async (request) => {
      await this.#steps.joining(request.memberId);
      this.#rejoinWanted = false;
      const answer = join(request);
      this.#join = answer.then(
        ({ memberId }) => {
          this.#heardAt = now();
          this.#memberId = memberId;
        },
        () => {},
      );
      return answer.catch((error: unknown) => this.#joinAgainIfPassing(error));
    };
    broker.syncGroup = async (request) => {
      const result = await sync(request).catch((error: unknown) => this.#joinAgainIfPassing(error));
      await this.#steps.synced(request.generationId, request.memberId, result.memberAssignment);
      return result;
    };
    // What kafkajs sends when it stops. The broker does not know this member any more, and would say so in the log.
    const leave = broker.leaveGroup.bind(broker);
    broker.leaveGroup = async (request) => (request.memberId === this.#left ? undefined : leave(request));
    return broker;
  }
}

/**
 * Failures that pass: the coordinator moves, loads its groups, or restarts. kafkajs ends the consumer on them when
 * they meet a join, which leaves the group and repeats everything in flight; a join that is tried again keeps the
 * member and what it owns.
 */
const PASSING: readonly unknown[] = [
  'GROUP_LOAD_IN_PROGRESS',
  'GROUP_COORDINATOR_NOT_AVAILABLE',
  'NOT_COORDINATOR_FOR_GROUP',
  'KafkaJSConnectionError',
  'KafkaJSConnectionClosedError',
  'KafkaJSRequestTimeoutError',
  'KafkaJSBrokerNotFound',
  'KafkaJSGroupCoordinatorNotFound',
];

function isPassing(error: unknown): boolean {
  return chainOf(error).some(({ type, name }) => PASSING.includes(type) || PASSING.includes(name));
}

/** An error that makes kafkajs join again after a short wait, as it does when a rebalance overtakes a join. */
export function joinAgain(message: string, cause?: unknown): Error {
  return Object.assign(new Error(message, { cause }), { type: 'REBALANCE_IN_PROGRESS' });
}
