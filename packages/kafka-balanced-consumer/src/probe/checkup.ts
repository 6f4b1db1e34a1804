import type { BalancedConsumerOptions, BrokerOptions } from '../options.js';

/** A broker as the cluster names it to its clients. */
export interface ClusterBroker {
  readonly id: number;
  /** `host:port`, from its `advertised.listeners`. */
  readonly address: string;
}

/** What is known of a topic. A topic that this login may not see is either missing or forbidden: Kafka decides. */
export type TopicFacts =
  | { readonly state: 'missing' | 'forbidden' }
  | {
      readonly state: 'there';
      readonly partitions: number;
      /** Partitions that have no leader at the moment. */
      readonly leaderless: readonly number[];
      /** Whether its records may be read (READ on the topic). Undefined where no partition has a leader. */
      readonly readable: boolean | undefined;
    };

/** Topics by how they were picked. */
export interface SelectedTopics {
  /** By name. */
  readonly named: readonly string[];
  /** By pattern, sorted. */
  readonly matched: readonly string[];
}

/** Where a group stands in a partition. */
export interface PartitionPlace {
  readonly partition: number;
  /** Offset of the first record that is still there. */
  readonly first: number;
  /** Offset that the next record will get. */
  readonly end: number;
  /** Undefined where the group has committed nothing. */
  readonly committed: number | undefined;
}

/** What is known of a group. */
export type GroupFacts =
  | { readonly state: 'forbidden' }
  | {
      readonly state: 'there';
      readonly members: number;
      /** The assignor of its members where it is not ours: then ours cannot join. */
      readonly otherAssignor: string | undefined;
    };

/** Options of `createKafkaCheckup`. */
export interface KafkaCheckupOptions extends BrokerOptions {
  readonly groupId: string;
}

/**
 * Questions that show whether a consumer could work: they read, and change nothing. Each throws a `ConsumerError`:
 * `KBC_LOGIN` and `KBC_TOKEN` where the login fails, `KBC_AUTH` where a right is missing that the question itself needs,
 * else `KBC_ADMIN_FAILED`.
 */
export interface KafkaCheckup {
  /** Logs in, and asks for the brokers of the cluster. */
  brokers(): Promise<readonly ClusterBroker[]>;
  /** The topics that a consumer with these options would read: those named, there or not, and those that match. */
  selected(options: Pick<BalancedConsumerOptions, 'topics' | 'exclude'>): Promise<SelectedTopics>;
  /** Looks at a topic and tries, with a fetch at its end, whether it may be read. Never creates it. */
  topic(name: string): Promise<TopicFacts>;
  /**
   * Where the group stands in the partitions of a topic, those without a leader left out. It needs DESCRIBE on both, which
   * READ implies.
   */
  places(topic: string): Promise<readonly PartitionPlace[]>;
  /** Looks at the group and tries, with a heartbeat of a member that does not exist, whether it may be joined. */
  group(): Promise<GroupFacts>;
  /** Disconnects. Safe to call twice. */
  close(): Promise<void>;
}
