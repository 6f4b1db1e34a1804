import { hecReplyCodes } from '@kafka-splunk/hec-client';
import type { RecordBatch } from '@kafka-splunk/kafka-balanced-consumer';
import type { Rejection } from '../dead-letters/dead-letter.js';
import type { DeadLetterNote, DeadLetterStats } from '../ipc/messages.js';

const RECENT = 20;
const LONGEST_TEXT = 300;

/** Counts what was set aside, by reason, and remembers the last ones for who looks at the status. */
export class DeadLetterTally {
  readonly #byReason = new Map<string, number>();
  readonly #recent: DeadLetterNote[] = [];
  #total = 0;

  /** Since the worker's start. */
  get total(): number {
    return this.#total;
  }

  /** This dead letter is durable. */
  add(records: RecordBatch, index: number, rejection: Rejection): void {
    this.#total++;
    const reason = reasonOf(rejection);
    this.#byReason.set(reason, (this.#byReason.get(reason) ?? 0) + 1);
    this.#recent.push({
      number: this.#total,
      at: Date.now(),
      topic: records.topic,
      partition: records.partition,
      offset: records.offset(index),
      code: rejection.code,
      text: rejection.text.slice(0, LONGEST_TEXT),
    });
    if (this.#recent.length > RECENT) this.#recent.shift();
  }

  /** For the supervisor. */
  snapshot(): DeadLetterStats {
    return {
      byReason: [...this.#byReason].map(([reason, count]) => ({ reason, count })),
      recent: [...this.#recent],
    };
  }
}

/** One of a closed set of words, since it becomes a label of a metric: `hec-6`, `http-413`, `refused-here`. */
function reasonOf({ code, status }: Rejection): string {
  if (code !== undefined) return Object.hasOwn(hecReplyCodes, code) ? `hec-${code}` : 'hec-other';
  return status === undefined ? 'refused-here' : `http-${status}`;
}
