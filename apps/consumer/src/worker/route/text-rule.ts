import type { TemplateSlot, TextRule } from '@kafka-splunk/config';
import type { RecordSlots, SlotCollector, SlotName } from './record-slots.js';

/** What is known of a text before any record comes. */
export interface KnownPlace {
  readonly topic: string;
  readonly partition: number;
}

/** What a text may be. */
export interface TextBounds {
  /** Longest text in UTF-8 bytes. */
  readonly maxBytes: number;
  /** Whether control characters may stand in it. */
  readonly controls: boolean;
}

/** A text made of a record. */
export interface MadeText {
  readonly text: string;
  /** Whether anything of the record stands in it: then what is wrong with it is the record's fault. */
  readonly ofRecord: boolean;
}

interface Slot {
  readonly name: SlotName;
  readonly fallback: string | undefined;
}

type Parts = readonly (string | Slot)[];

/**
 * A text rule for one partition. Topic and partition are put in when it is made, and so is every text that a record has
 * no part in.
 *
 * A placeholder whose thing is not there, is empty, longer than the bounds or has control characters counts as absent:
 * its default holds, and where it has none the next template does, or the text is left out.
 */
export class PartitionText {
  /** The text itself, where no record has a part in it. */
  readonly fixed: string | undefined;
  /** Whether records have a part in it. */
  readonly varies: boolean;
  /** The places that it is made of. */
  readonly slots: readonly SlotName[];
  readonly #templates: readonly Parts[];
  readonly #bounds: TextBounds;

  constructor(rule: TextRule, place: KnownPlace, collector: SlotCollector, bounds: TextBounds) {
    const templates: Parts[] = [];
    for (const { parts } of rule) {
      const known = parts.map((part) => withPlace(part, place, collector));
      templates.push(known);
      // Nothing behind a text that is always there can ever be taken.
      if (known.every((part) => typeof part === 'string')) break;
    }
    this.#templates = templates;
    this.#bounds = bounds;
    this.slots = templates.flat().flatMap((part) => (typeof part === 'string' ? [] : [part.name]));
    this.varies = this.slots.length > 0;
    const [only] = templates;
    this.fixed = this.varies || only === undefined ? undefined : only.join('') || undefined;
  }

  /** The text for a record; undefined where it is left out. */
  make(record: RecordSlots): MadeText | undefined {
    for (const parts of this.#templates) {
      const made = this.#fill(parts, record);
      if (made !== undefined) return made;
    }
    return undefined;
  }

  #fill(parts: Parts, record: RecordSlots): MadeText | undefined {
    let text = '';
    let ofRecord = false;
    for (const part of parts) {
      if (typeof part === 'string') {
        text += part;
        continue;
      }
      const said = this.#usable(record.text(part.name));
      if (said === undefined && part.fallback === undefined) return undefined;
      if (said !== undefined) ofRecord = true;
      text += said ?? part.fallback;
    }
    return text === '' || Buffer.byteLength(text) > this.#bounds.maxBytes ? undefined : { text, ofRecord };
  }

  #usable(text: string | undefined): string | undefined {
    if (text === undefined || text === '') return undefined;
    const { maxBytes, controls } = this.#bounds;
    if (Buffer.byteLength(text) > maxBytes) return undefined;
    return controls || !/\p{Cc}/u.test(text) ? text : undefined;
  }
}

function withPlace(
  part: string | TemplateSlot,
  { topic, partition }: KnownPlace,
  collector: SlotCollector,
): string | Slot {
  if (typeof part === 'string') return part;
  if (part.kind === 'topic') return topic;
  if (part.kind === 'partition') return String(partition);
  return { name: collector.add(part), fallback: part.fallback };
}
