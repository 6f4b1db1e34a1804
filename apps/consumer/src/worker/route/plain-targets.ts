import type { Config, EventRules } from '@kafka-splunk/config';
import { type Metadata, PartitionMetadata } from './metadata.js';
import { RecordSlots, SlotCollector } from './record-slots.js';
import { rulesFor } from './route-table.js';

/** What a route needs to be told of a configuration. */
type Routing = Pick<Config, 'routes' | 'unrouted'> & {
  readonly kafka: Pick<Config['kafka'], 'topics' | 'topicPatterns'>;
};

/**
 * Where records go that have nothing but a value, each way once: what the configuration alone decides. A way whose index
 * holds the name of a topic that only a pattern knows is left out.
 */
export function plainTargets(config: Routing): Metadata[] {
  const { kafka, routes, unrouted } = config;
  const named = kafka.topics.map((topic) => plainTarget(rulesFor(topic, config), topic));
  const byPattern = kafka.topicPatterns.length === 0 ? [] : [...routes, unrouted];
  const unnamed = byPattern.filter((rules) => !asksForTopic(rules)).map((rules) => plainTarget(rules, ''));
  return [...new Map([...named, ...unnamed].map((target) => [keyOf(target), target])).values()];
}

function plainTarget(rules: EventRules, topic: string): Metadata {
  const collector = new SlotCollector();
  const metadata = new PartitionMetadata({ ...rules, lineage: false }, { topic, partition: 0 }, collector);
  return metadata.make(new RecordSlots(collector, false));
}

function asksForTopic({ index }: EventRules): boolean {
  return index.some(({ parts }) => parts.some((part) => typeof part !== 'string' && part.kind === 'topic'));
}

function keyOf({ destination, envelope }: Metadata): string {
  return JSON.stringify([destination, envelope]);
}
