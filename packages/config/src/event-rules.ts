import type { TimeSource } from './kinds/template-kinds.js';
import type { Template } from './template/template.js';

/** A text of an event: the first of these templates that a record has everything for. None: it is left out. */
export type TextRule = readonly Template[];

/** An indexed field. */
export interface FieldRule {
  readonly name: string;
  readonly value: TextRule;
}

/**
 * What events are made of. What a route leaves out has been taken from `hec`, and headers (`headers.index` and the like)
 * stand as templates in front of what they override.
 */
export interface EventRules {
  readonly endpoint: 'raw' | 'event';
  readonly index: TextRule;
  readonly source: TextRule;
  readonly sourcetype: TextRule;
  /** The event's `host` field (not the HEC host). */
  readonly host: TextRule;
  /** Event endpoint only, like the four below; names are unique. */
  readonly fields: readonly FieldRule[];
  readonly time: TimeSource;
  readonly value: 'text' | 'json' | 'envelope';
  /** With `value: json`: what becomes of a value that is none. */
  readonly invalidJson: 'text' | 'dead_letter';
  /** Whether topic, partition and offset go along as {@link LINEAGE_FIELDS}. */
  readonly lineage: boolean;
  /** What becomes of records without a value. */
  readonly tombstones: 'skip' | 'dead_letter';
  /** What becomes of records whose value has no bytes. */
  readonly emptyValues: 'skip' | 'dead_letter';
}

/** Where the records of some topics go, and as what. */
export interface Route extends EventRules {
  /** Names and patterns; the first route that fits a topic holds. */
  readonly topics: readonly (string | RegExp)[];
}

/** The indexed fields of the lineage, as users of Splunk Connect for Kafka know them (`splunk.hec.track.data`). */
export const LINEAGE_FIELDS: {
  readonly topic: 'kafka_topic';
  readonly partition: 'kafka_partition';
  readonly offset: 'kafka_offset';
} = { topic: 'kafka_topic', partition: 'kafka_partition', offset: 'kafka_offset' };
