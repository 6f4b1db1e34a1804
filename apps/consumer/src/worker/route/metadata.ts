import type { EventRules } from '@kafka-splunk/config';
import { LINEAGE_FIELDS } from '@kafka-splunk/config';
import {
  type DestinationSpec,
  type EventHead,
  type EventMetadata,
  eventHead,
} from '@kafka-splunk/hec-client';
import { presentFields } from '../present-fields.js';
import type { RecordSlots, SlotCollector, SlotName } from './record-slots.js';
import { type KnownPlace, type MadeText, PartitionText, type TextBounds } from './text-rule.js';

/** Metadata stands in URLs: four such texts, percent-encoded, must fit a request line. */
const METADATA: TextBounds = { maxBytes: 512, controls: false };
const FIELD: TextBounds = { maxBytes: 4096, controls: true };

/** Where an event goes and what it says about itself. */
export interface Metadata {
  readonly destination: DestinationSpec;
  /** What stands in its envelope; undefined where we write none: on the raw endpoint, and for values that are some. */
  readonly envelope: EventMetadata | undefined;
}

/**
 * The metadata of the records of one partition.
 *
 * What stands in the URL decides whom an error stops, so it is there only where it must be. On the raw endpoint, and for
 * envelopes that go as they are, everything stands there. In envelopes that we write, all but one thing travels with the
 * event: an index that the configuration names. When Splunk refuses that one, its route must pause; an index that a
 * record names is the record's own fault, so those events go to a destination apart (`ownIndex`).
 */
export class PartitionMetadata {
  /** Whether records have a part in it. */
  readonly varies: boolean;
  /** The things of a record that it is made of, each once. */
  readonly slots: readonly SlotName[];
  readonly #rules: EventRules;
  readonly #place: KnownPlace;
  readonly #index: PartitionText;
  readonly #others: readonly (readonly ['source' | 'sourcetype' | 'host', PartitionText])[];
  readonly #fields: readonly (readonly [string, PartitionText])[];

  constructor(rules: EventRules, place: KnownPlace, collector: SlotCollector) {
    const text = (rule: EventRules['index'], bounds: TextBounds): PartitionText =>
      new PartitionText(rule, place, collector, bounds);
    this.#rules = rules;
    this.#place = place;
    this.#index = text(rules.index, METADATA);
    this.#others = (['source', 'sourcetype', 'host'] as const).map((name) => [
      name,
      text(rules[name], METADATA),
    ]);
    this.#fields = writesEnvelopes(rules)
      ? rules.fields.map(({ name, value }) => [name, text(value, FIELD)])
      : [];
    const texts = [
      this.#index,
      ...this.#others.map(([, each]) => each),
      ...this.#fields.map(([, each]) => each),
    ];
    this.varies = texts.some((each) => each.varies);
    this.slots = distinct(texts.flatMap((each) => each.slots));
  }

  /** The metadata of a record; without one, of all of them, where none has a part in it. */
  make(record?: RecordSlots): Metadata {
    const said = (text: PartitionText): MadeText | undefined => {
      if (record !== undefined && text.varies) return text.make(record);
      return text.fixed === undefined ? undefined : { text: text.fixed, ofRecord: false };
    };
    const index = said(this.#index);
    const others = presentFields(
      Object.fromEntries(this.#others.map(([name, text]) => [name, said(text)?.text])),
    ) as Partial<Record<'source' | 'sourcetype' | 'host', string>>;
    const own = index?.ofRecord === true ? { ownIndex: true } : {};
    const { endpoint: kind } = this.#rules;
    if (!writesEnvelopes(this.#rules)) {
      return {
        destination: presentFields({ kind, index: index?.text, ...others, ...own }),
        envelope: undefined,
      };
    }
    const inEnvelope = index?.ofRecord === true;
    const fields = this.#fieldsOf(said);
    return {
      destination: presentFields({ kind, index: inEnvelope ? undefined : index?.text, ...own }),
      envelope: {
        ...presentFields({ index: inEnvelope ? index.text : undefined, ...others }),
        ...(Object.keys(fields).length === 0 ? {} : { fields }),
      },
    };
  }

  /** The same envelope encoded; the offset of the lineage has its place in it. */
  head(envelope: EventMetadata | undefined): EventHead | undefined {
    if (envelope === undefined) return undefined;
    return eventHead(envelope, this.#rules.lineage ? { numberField: LINEAGE_FIELDS.offset } : {});
  }

  #fieldsOf(said: (text: PartitionText) => MadeText | undefined): Readonly<Record<string, string>> {
    const fields = this.#fields.map(([name, text]) => [name, said(text)?.text] as const);
    const { topic, partition } = this.#place;
    const lineage = this.#rules.lineage
      ? { [LINEAGE_FIELDS.topic]: topic, [LINEAGE_FIELDS.partition]: String(partition) }
      : {};
    return { ...presentFields(Object.fromEntries(fields)), ...lineage } as Record<string, string>;
  }
}

/** Whether we write the envelopes: not on the raw endpoint, and not around values that are some already. */
function writesEnvelopes({ endpoint, value }: EventRules): boolean {
  return endpoint === 'event' && value !== 'envelope';
}

function distinct(slots: readonly SlotName[]): readonly SlotName[] {
  const seen = new Map(slots.map((slot) => [JSON.stringify(slot), slot]));
  return [...seen.values()];
}
