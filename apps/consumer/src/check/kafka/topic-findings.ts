import type { TopicFacts } from '@kafka-splunk/kafka-balanced-consumer/admin';
import { type Finding, failed, ok, warning } from '../finding.js';
import { counted, some } from '../words.js';

const HIDDEN = 'the login may not see it, or it does not exist: Kafka does not tell';

/** A topic, and what is known of it. */
export interface SeenTopic {
  readonly name: string;
  readonly facts: TopicFacts;
}

/** What the topics say: a line for each that something is wrong with, and one for the others. */
export function topicFindings(topics: readonly SeenTopic[], patterns: number): Finding[] {
  const findings: Finding[] = [];
  const readable = topics.filter(({ facts }) => facts.state === 'there' && facts.readable !== false);
  // A topic that is missing beside others holds nobody back: it is read once it exists.
  const miss = readable.length > 0 ? warning : failed;
  for (const { name, facts } of topics) {
    if (facts.state !== 'there') {
      const missing = facts.state === 'missing';
      findings.push(
        missing
          ? miss('kafka.topics', name, 'CHECK_TOPIC_MISSING', 'there is no such topic')
          : failed('kafka.topics', name, 'CHECK_TOPIC_RIGHT', HIDDEN),
      );
    } else if (facts.readable === false) {
      findings.push(
        failed('kafka.topics', name, 'CHECK_TOPIC_RIGHT', 'the login may see it, but not read it'),
      );
    } else if (facts.leaderless.length > 0) {
      const found = `${counted(facts.leaderless.length, 'partition')} of ${facts.partitions} without a leader: ${some(facts.leaderless)}`;
      findings.push(failed('kafka.topics', name, 'CHECK_TOPIC_LEADER', found));
    }
  }
  if (topics.length === 0 && patterns > 0) {
    findings.push(
      warning('kafka.topics', counted(patterns, 'pattern'), 'CHECK_TOPIC_NONE', 'no topic matches'),
    );
  }
  if (readable.length > 0) {
    const partitions = partitionsOf(topics);
    const found = `${counted(readable.length, 'topic')}, ${counted(partitions, 'partition')}, may be read`;
    findings.push(
      ok(
        'kafka.topics',
        some(
          readable.map(({ name }) => name),
          3,
        ),
        found,
      ),
    );
  }
  return findings;
}

/** Partitions of all topics that exist. */
export function partitionsOf(topics: readonly SeenTopic[]): number {
  return topics.reduce((sum, { facts }) => sum + (facts.state === 'there' ? facts.partitions : 0), 0);
}

/** Whether every worker of this machine can have a partition. */
export function partitionFinding(partitions: number, workers: number): Finding {
  const subject = counted(workers, 'worker');
  const found = `${counted(partitions, 'partition')} for ${subject} on this machine`;
  if (partitions >= workers) return ok('kafka.partitions', subject, found);
  const idle = workers - partitions;
  return warning('kafka.partitions', subject, 'CHECK_PARTITIONS_FEW', `${found}: ${idle} will stay idle`);
}
