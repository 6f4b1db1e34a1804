import type { EventRules } from '@kafka-splunk/config';
import type { LocalRefusal } from '@kafka-splunk/hec-client';
import type { RecordBatch } from '@kafka-splunk/kafka-balanced-consumer';

/** What is told of records that never become events. */
export type SkippedReason = 'tombstone' | 'empty';

/** Where records go that are not sent. */
export interface Aside {
  /** Settles records that are passed over by policy. */
  readonly skip: (batch: RecordBatch, from: number, to: number, reason: SkippedReason) => void;
  /** Puts a record into the dead letters. */
  readonly refuse: (batch: RecordBatch, index: number, refusal: LocalRefusal) => void;
}

const REFUSALS: Readonly<Record<SkippedReason, LocalRefusal>> = {
  tombstone: { text: 'not sent: the record has no value (tombstones: dead_letter)' },
  empty: { text: 'not sent: the value has no bytes (empty_values: dead_letter)' },
};

/** Does what a route says with records that have no value, or none with any bytes. */
export class SkipRules {
  readonly #aside: Aside;
  readonly #policies: Readonly<Record<SkippedReason, 'skip' | 'dead_letter'>>;

  constructor({ tombstones, emptyValues }: EventRules, aside: Aside) {
    this.#aside = aside;
    this.#policies = { tombstone: tombstones, empty: emptyValues };
  }

  /** Settles such records from `next` on; answers the index of the first one that has bytes. */
  pass(records: RecordBatch, next: number): number {
    let index = next;
    while (index < records.count && records.valueStart(index) === records.valueEnd(index)) {
      const reason = reasonOf(records, index);
      const first = index;
      while (index < records.count && reasonOf(records, index) === reason) index++;
      this.#setAside(records, first, index, reason as SkippedReason);
    }
    return index;
  }

  #setAside(records: RecordBatch, from: number, to: number, reason: SkippedReason): void {
    if (this.#policies[reason] === 'skip') {
      this.#aside.skip(records, from, to, reason);
      return;
    }
    for (let index = from; index < to; index++) this.#aside.refuse(records, index, REFUSALS[reason]);
  }
}

function reasonOf(records: RecordBatch, index: number): SkippedReason | undefined {
  const start = records.valueStart(index);
  if (start === -1) return 'tombstone';
  return start === records.valueEnd(index) ? 'empty' : undefined;
}
