import type { GroupFacts, PartitionPlace } from '@kafka-splunk/kafka-balanced-consumer/admin';
import { type Finding, failed, ok, warning } from '../finding.js';
import { counted, some } from '../words.js';

/** Whether the group can be joined. */
export function groupFinding(group: string, facts: GroupFacts): Finding {
  if (facts.state === 'forbidden') {
    return failed('kafka.group', group, 'CHECK_GROUP_RIGHT', 'the login may not join it');
  }
  if (facts.otherAssignor !== undefined) {
    const found = `its ${counted(facts.members, 'member')} use the assignor ${facts.otherAssignor}`;
    return failed('kafka.group', group, 'CHECK_GROUP_ASSIGNOR', found);
  }
  const members = facts.members === 0 ? 'no members' : counted(facts.members, 'member');
  return ok('kafka.group', group, `may be joined, has ${members} now`);
}

/** Where the group stands in a topic. */
export interface TopicPlaces {
  readonly topic: string;
  readonly places: readonly PartitionPlace[];
}

/** Committed offsets and lag: a line for each topic that something is wrong with, and one for all. */
export function offsetFindings(
  group: string,
  topics: readonly TopicPlaces[],
  initialOffset: string,
): Finding[] {
  const findings: Finding[] = [];
  for (const { topic, places } of topics) {
    const lost = places.filter(({ committed, first }) => committed !== undefined && committed < first);
    if (lost.length > 0) {
      const records = lost.reduce((sum, { committed = 0, first }) => sum + first - committed, 0);
      const found = `${counted(records, 'record')} deleted before they were read, in ${counted(lost.length, 'partition')}: ${some(lost.map(({ partition }) => partition))}`;
      findings.push(warning('kafka.offsets', topic, 'CHECK_OFFSETS_LOST', found));
    }
    const beyond = places.filter(({ committed, end }) => committed !== undefined && committed > end);
    if (beyond.length > 0) {
      const found = `committed beyond the end in ${counted(beyond.length, 'partition')}: ${some(beyond.map(({ partition }) => partition))}`;
      findings.push(warning('kafka.offsets', topic, 'CHECK_OFFSETS_BEYOND', found));
    }
  }
  const all = topics.flatMap(({ places }) => places);
  const known = all.filter(({ committed }) => committed !== undefined);
  const lag = known.reduce(
    (sum, { committed = 0, first, end }) => sum + Math.max(0, end - Math.max(committed, first)),
    0,
  );
  const fresh = all.length - known.length;
  const parts = [
    ...(known.length > 0 ? [`lag ${counted(lag, 'record')} in ${counted(known.length, 'partition')}`] : []),
    ...(fresh > 0 ? [`${counted(fresh, 'partition')} without a commit, to begin at ${initialOffset}`] : []),
  ];
  return [...findings, ok('kafka.offsets', group, parts.join('; ') || 'no partitions')];
}
