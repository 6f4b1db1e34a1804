import type { TemplateSlot } from '@kafka-splunk/config';
import type { RecordBatch } from '@kafka-splunk/kafka-balanced-consumer';
import { JsonScanner, jsonText } from '../json/json-scanner.js';

/** What is longer counts as absent before it is looked at: six bytes for each that a text may have (`\\u0041`), and quotes. */
const MAX_BYTES = 6 * 4096 + 2;

/** A place in a record that texts are made of. */
export type SlotName =
  | { readonly from: 'key' | 'offset' | 'timestamp' }
  | { readonly from: 'header' | 'json'; readonly number: number };

/** Gathers what the texts of a route need of a record, each thing once. */
export class SlotCollector {
  readonly headers: string[] = [];
  readonly paths: (readonly string[])[] = [];
  usesKey = false;
  /** Whether texts hold a number that is another one in each record. */
  usesNumbers = false;

  /** @param slot - any but `topic` and `partition`, which are no part of a record */
  add(slot: TemplateSlot): SlotName {
    switch (slot.kind) {
      case 'header':
        return { from: 'header', number: placeOf(this.headers, slot.name, (other) => other === slot.name) };
      case 'json': {
        const same = (other: readonly string[]): boolean =>
          other.length === slot.path.length && other.every((step, i) => step === slot.path[i]);
        return { from: 'json', number: placeOf(this.paths, slot.path, same) };
      }
      case 'key':
        this.usesKey = true;
        return { from: 'key' };
      case 'offset':
      case 'timestamp':
        this.usesNumbers = true;
        return { from: slot.kind };
      default:
        throw new TypeError(`{${slot.kind}} is known before any record comes`);
    }
  }
}

function placeOf<T>(list: T[], item: T, same: (other: T) => boolean): number {
  const place = list.findIndex(same);
  return place < 0 ? list.push(item) - 1 : place;
}

/**
 * Where the things of one record lie that a route asks for. It is moved from record to record, and makes no objects and
 * no strings until a text is asked for. Before the first record it is one that has nothing. Valid in one turn of the event loop, as the batch's buffer is.
 */
export class RecordSlots {
  /** Whether the value is valid JSON; looked at only where the route needs it. */
  validJson = false;
  /** Whether it is JSON that Splunk calls blank. */
  blankJson = false;
  readonly #names: readonly Uint8Array[];
  readonly #headers: Int32Array;
  readonly #key = new Int32Array(2).fill(-1);
  readonly #usesKey: boolean;
  readonly #scanner: JsonScanner | undefined;
  #records: RecordBatch | undefined;
  #index = 0;

  /** @param needsJson - whether the value's validity is asked for, pointers or none */
  constructor({ headers, paths, usesKey }: SlotCollector, needsJson: boolean) {
    this.#names = headers.map((name) => Buffer.from(name));
    this.#headers = new Int32Array(2 * headers.length).fill(-1);
    this.#usesKey = usesKey;
    this.#scanner = needsJson || paths.length > 0 ? new JsonScanner(paths) : undefined;
  }

  /** Goes to a record. */
  read(records: RecordBatch, index: number): void {
    this.#records = records;
    this.#index = index;
    if (this.#usesKey) records.locateKey(index, this.#key, 0);
    if (this.#names.length > 0) records.locateHeaders(index, this.#names, this.#headers, 0);
    if (this.#scanner === undefined) return;
    this.validJson = this.#scanner.scan(records.buffer, records.valueStart(index), records.valueEnd(index));
    this.blankJson = this.#scanner.blank;
  }

  /** Where a thing begins in the batch's buffer; -1 where the record has none. Not for `offset` and `timestamp`. */
  start(slot: SlotName): number {
    const ranges = this.#rangesOf(slot);
    const place = placeIn(slot);
    const start = ranges[place] as number;
    return (ranges[place + 1] as number) - start > MAX_BYTES ? -1 : start;
  }

  /** Where it ends. */
  end(slot: SlotName): number {
    return this.#rangesOf(slot)[placeIn(slot) + 1] as number;
  }

  /** What a thing says as text; undefined where the record has none. */
  text(slot: SlotName): string | undefined {
    const records = this.#records;
    if (records === undefined) return undefined;
    if (slot.from === 'offset') return String(records.offset(this.#index));
    if (slot.from === 'timestamp') {
      const timestamp = records.timestamp(this.#index);
      return timestamp < 0 ? undefined : String(timestamp);
    }
    const start = this.start(slot);
    if (start < 0) return undefined;
    const end = this.end(slot);
    return slot.from === 'json'
      ? jsonText(records.buffer, start, end)
      : records.buffer.toString('utf8', start, end);
  }

  #rangesOf({ from }: SlotName): Int32Array {
    if (from === 'header') return this.#headers;
    return from === 'json' ? (this.#scanner as JsonScanner).ranges : this.#key;
  }
}

function placeIn(slot: SlotName): number {
  return 'number' in slot ? 2 * slot.number : 0;
}
