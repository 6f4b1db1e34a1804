import type { Metadata } from '../protocol/metadata.js';

/** Events taken for one combination of index, source and sourcetype. Plain data. */
export interface DestinationCount {
  readonly endpoint: 'raw' | 'event';
  readonly index: string | undefined;
  readonly source: string | undefined;
  readonly sourcetype: string | undefined;
  readonly events: number;
}

type Entry = { -readonly [K in keyof DestinationCount]: DestinationCount[K] };

const maxDestinations = 500;

/** Counts events by destination. What exceeds 500 destinations is counted as one more, named `(others)`. */
export class DestinationCounts {
  readonly #entries = new Map<string, Entry>();
  #last: Entry | undefined;

  add(endpoint: 'raw' | 'event', metadata: Metadata, events: number): void {
    const { index, source, sourcetype } = metadata;
    let entry = this.#last;
    // Nearly always the destination of the event before.
    if (
      entry === undefined ||
      entry.index !== index ||
      entry.source !== source ||
      entry.sourcetype !== sourcetype ||
      entry.endpoint !== endpoint
    ) {
      entry = this.#entry({ endpoint, index, source, sourcetype, events: 0 });
      this.#last = entry;
    }
    entry.events += events;
  }

  read(): DestinationCount[] {
    return [...this.#entries.values()].map((entry) => ({ ...entry }));
  }

  #entry(wanted: Entry): Entry {
    const key = JSON.stringify([wanted.endpoint, wanted.index, wanted.source, wanted.sourcetype]);
    const known = this.#entries.get(key);
    if (known !== undefined) return known;
    if (this.#entries.size >= maxDestinations) return this.#others();
    this.#entries.set(key, wanted);
    return wanted;
  }

  #others(): Entry {
    const known = this.#entries.get('others');
    if (known !== undefined) return known;
    const others: Entry = {
      endpoint: 'event',
      index: '(others)',
      source: undefined,
      sourcetype: undefined,
      events: 0,
    };
    this.#entries.set('others', others);
    return others;
  }
}
