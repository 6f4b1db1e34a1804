import type { EventRules } from '@kafka-splunk/config';
import {
  checkEnvelope,
  type Destination,
  type EventHead,
  type HecClient,
  type LocalRefusal,
} from '@kafka-splunk/hec-client';
import type { RecordBatch } from '@kafka-splunk/kafka-balanced-consumer';
import { readTime } from './event-time.js';
import { type Metadata, PartitionMetadata } from './metadata.js';
import type { MetadataCache } from './metadata-cache.js';
import { RecordSlots, SlotCollector, type SlotName } from './record-slots.js';
import { SlotKey } from './slot-key.js';
import type { KnownPlace } from './text-rule.js';

/** An event that a record becomes, or why it becomes none. */
export interface MadeEvent {
  /** Set where it is not sent. */
  readonly refusal: LocalRefusal | undefined;
  readonly destination: Destination;
  readonly form: EventRules['value'];
  readonly head: EventHead | undefined;
  /** Milliseconds since the epoch; undefined where Splunk decides. */
  readonly timeMs: number | undefined;
  /** Of an envelope: whether an index stands in it. */
  readonly ownIndex: boolean;
  /** Of an envelope: itself, where its bytes cannot go as they are. */
  readonly rewritten: Buffer | undefined;
}

/** Metadata in use: its destination is known to the client. */
export interface HeldMetadata {
  readonly destination: Destination;
  /** Undefined where no envelope is written. */
  readonly head: EventHead | undefined;
  /** For envelopes with an index of their own. */
  own: Destination | undefined;
}

/** What knows destinations. Those that data makes up are forgotten by it when nobody holds them any more. */
export type DestinationSource = Pick<HecClient<unknown>, 'destination'>;

/** What all routes of a worker share. */
export interface SharedMetadata {
  readonly client: DestinationSource;
  readonly cache: MetadataCache<HeldMetadata>;
  /** Rises with each partition: metadata of one is not another's. */
  nextOwner: number;
}

const INVALID_JSON: LocalRefusal = {
  code: 6,
  text: 'not sent: the value is not valid JSON (invalid_json: dead_letter)',
};
const BLANK_JSON: LocalRefusal = {
  code: 13,
  text: 'not sent: the event is blank (null, {}, [] or white space)',
};

/**
 * Makes the events of one partition, of the record alone: whoever reads it a second time makes the same event. The answer
 * is one object that is written anew for each record.
 */
export class EventMaker {
  readonly #rules: EventRules;
  readonly #metadata: PartitionMetadata;
  readonly #record: RecordSlots;
  readonly #time: SlotName | undefined;
  readonly #shared: SharedMetadata;
  readonly #owner: number;
  readonly #cached: boolean;
  readonly #key = new SlotKey();
  readonly #event: { -readonly [K in keyof MadeEvent]: MadeEvent[K] };
  /** The metadata of all records, where none has a part in it. */
  readonly #constant: HeldMetadata | undefined;

  constructor(rules: EventRules, place: KnownPlace, shared: SharedMetadata) {
    const collector = new SlotCollector();
    this.#rules = rules;
    this.#shared = shared;
    this.#owner = shared.nextOwner++;
    this.#metadata = new PartitionMetadata(rules, place, collector);
    // A text with a number in it that no other record has is not worth keeping.
    this.#cached = !collector.usesNumbers;
    this.#time = typeof rules.time === 'string' ? undefined : collector.add(rules.time);
    this.#record = new RecordSlots(collector, rules.value === 'json');
    this.#constant = this.#metadata.varies ? undefined : this.#hold(this.#metadata.make());
    this.#event = {
      refusal: undefined,
      // Written before anybody reads it.
      destination: this.#constant?.destination as Destination,
      form: rules.value,
      head: undefined,
      timeMs: undefined,
      ownIndex: false,
      rewritten: undefined,
    };
  }

  /** The event of a record with a value. Valid until the next call. */
  make(records: RecordBatch, index: number): MadeEvent {
    const event = this.#event;
    this.#record.read(records, index);
    event.refusal = undefined;
    const metadata = this.#constant ?? this.#find(records);
    event.destination = metadata.destination;
    event.head = metadata.head;
    event.timeMs = this.#timeOf(records, index);
    if (this.#rules.value === 'json') this.#judgeJson();
    else if (this.#rules.value === 'envelope') this.#judgeEnvelope(records, index, metadata);
    return event;
  }

  #judgeJson(): void {
    const event = this.#event;
    if (this.#record.validJson) {
      event.form = 'json';
      if (this.#record.blankJson) event.refusal = BLANK_JSON;
      return;
    }
    event.form = 'text';
    if (this.#rules.invalidJson === 'dead_letter') event.refusal = INVALID_JSON;
  }

  #judgeEnvelope(records: RecordBatch, index: number, metadata: HeldMetadata): void {
    const event = this.#event;
    const checked = checkEnvelope(records.value(index) as Buffer);
    if ('text' in checked) {
      event.refusal = checked;
      return;
    }
    event.ownIndex = checked.ownIndex;
    event.rewritten = checked.rewritten;
    if (checked.ownIndex) event.destination = this.#ownDestination(metadata);
  }

  /** Envelopes with an index of their own go apart from those that take the one of the URL: see PartitionMetadata. */
  #ownDestination(metadata: HeldMetadata): Destination {
    metadata.own ??= this.#shared.client.destination({ ...metadata.destination, ownIndex: true });
    return metadata.own;
  }

  #timeOf(records: RecordBatch, index: number): number | undefined {
    if (this.#rules.time === 'none') return undefined;
    if (this.#time !== undefined) {
      const said = this.#timeSaid(records.buffer, this.#time);
      if (said >= 0) return said;
    }
    const timestamp = records.timestamp(index);
    return timestamp < 0 ? undefined : timestamp;
  }

  #timeSaid(buffer: Buffer, slot: SlotName): number {
    const start = this.#record.start(slot);
    if (start < 0) return -1;
    const end = this.#record.end(slot);
    const quoted = slot.from === 'json' && buffer[start] === 0x22;
    return quoted ? readTime(buffer, start + 1, end - 1) : readTime(buffer, start, end);
  }

  #find(records: RecordBatch): HeldMetadata {
    const { cache } = this.#shared;
    if (!this.#cached) return this.#hold(this.#metadata.make(this.#record));
    this.#key.write(this.#owner, this.#metadata.slots, this.#record, records);
    const known = cache.find(this.#key);
    if (known !== undefined) return known;
    const held = this.#hold(this.#metadata.make(this.#record));
    cache.add(this.#key, held, 512 + (held.head?.bytes.length ?? 0));
    return held;
  }

  #hold({ destination, envelope }: Metadata): HeldMetadata {
    return {
      destination: this.#shared.client.destination(destination),
      head: this.#metadata.head(envelope),
      own: undefined,
    };
  }
}
