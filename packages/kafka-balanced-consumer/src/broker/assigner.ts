import { AssignerProtocol, type Cluster, type GroupMember, type PartitionAssigner } from 'kafkajs';
import type { AssignmentMember } from '../assignor/assignment.js';
import { assignSticky } from '../assignor/sticky-assignment.js';
import { decodeMemberData, encodeMemberData, encodeStarts, type Starts } from '../assignor/user-data.js';
import { messageOf } from '../errors.js';
import type { Membership } from '../group/membership.js';
import { byTopic } from '../topic-partition.js';
import { joinAgain } from './coordinator-tap.js';

/** Name of our assignor in the group protocol. A group takes members of one assignor only. */
export const ASSIGNOR_NAME = 'kafka-splunk-sticky';

const VERSION = 1;

/** What the assignor needs from the member it works for. */
export interface AssignerHost {
  /** Called once, with kafkajs's cluster. */
  attach(cluster: Cluster): void;
  /** The topics to join with; `subscribed` is kafkajs's own list and may be changed. */
  topics(subscribed: string[]): readonly string[];
  /** The membership to tell the leader about. */
  membership(): Membership | undefined;
  /** Where partitions of topics begin that the group has never seen; asked of the leader only. */
  starts(partitionCounts: ReadonlyMap<string, number>): Promise<Starts>;
  /** The join is to be tried again, for a reason that passes. */
  delayed(message: string): void;
}

/** What a member has said of itself. It comes inside of a whole answer, and nobody has looked into it yet. */
function memberOf({ memberId, memberMetadata }: GroupMember, host: AssignerHost): AssignmentMember {
  try {
    const metadata = AssignerProtocol.MemberMetadata.decode(memberMetadata);
    return { id: memberId, topics: metadata?.topics ?? [], ...decodeMemberData(metadata?.userData) };
  } catch (error) {
    const words = `what member ${memberId} says of itself cannot be read: ${messageOf(error)}`;
    host.delayed(words);
    throw joinAgain(words, error);
  }
}

/** Our assignor in the form of kafkajs. */
export function stickyAssigner(host: AssignerHost): PartitionAssigner {
  return ({ cluster }) => {
    host.attach(cluster);
    return {
      name: ASSIGNOR_NAME,
      version: VERSION,
      protocol: ({ topics }) => {
        const membership = host.membership();
        const userData = encodeMemberData({
          owned: membership?.partitions ?? [],
          generation: membership?.generation ?? -1,
        });
        return {
          name: ASSIGNOR_NAME,
          metadata: AssignerProtocol.MemberMetadata.encode({
            version: VERSION,
            topics: [...host.topics(topics)],
            userData,
          }),
        };
      },
      assign: async ({ members }) => {
        const known = members.map((member) => memberOf(member, host));
        const topics = new Set(known.flatMap((member) => member.topics));
        // Members may subscribe to topics that we do not: their partitions are ours to spread all the same. A topic
        // that does not exist counts as one without partitions.
        await cluster.addMultipleTargetTopics([...topics]).catch(async () => {
          for (const topic of topics) await cluster.addMultipleTargetTopics([topic]).catch(() => {});
        });
        const counts = new Map(
          [...topics].map((topic) => [topic, cluster.findTopicPartitionMetadata(topic).length]),
        );
        const starts = encodeStarts(await host.starts(counts));
        return [...assignSticky(known, counts)].map(([memberId, partitions]) => ({
          memberId,
          memberAssignment: AssignerProtocol.MemberAssignment.encode({
            version: VERSION,
            assignment: Object.fromEntries(byTopic(partitions)),
            userData: starts,
          }),
        }));
      },
    };
  };
}
