import { subscribe } from 'node:diagnostics_channel';
import { type HecRequestEnd, hecChannels } from '@kafka-splunk/hec-client';
import { bucketOf } from '../delay/delay-buckets.js';
import {
  type AnswerCount,
  type RequestCounts,
  type RequestPurpose,
  requestBoundsMs,
} from '../requests/request-counts.js';

/** Statuses that HEC, or a load balancer before it, answers with. All others count by their first digit: few labels. */
const usualStatuses: ReadonlySet<number> = new Set([
  200, 400, 401, 403, 404, 408, 413, 429, 500, 502, 503, 504,
]);

/** Counts the requests that the process's HEC clients make, as their answers come in. */
export class RequestTally {
  readonly #answers = new Map<string, { -readonly [K in keyof AnswerCount]: AnswerCount[K] }>();
  readonly #counts: number[] = new Array(requestBoundsMs.length + 1).fill(0);
  #sumMs = 0;
  #sentBytes = 0;

  /** Begins to count. It lives as long as its process, and so is never taken back. */
  listen(): void {
    subscribe(hecChannels.requestEnd, (message) => this.count(message as HecRequestEnd));
  }

  /** A request is over. */
  count(end: Pick<HecRequestEnd, 'origin' | 'path' | 'bytes' | 'durationMs' | 'status'>): void {
    const purpose = purposeOf(end.path);
    const answer = answerOf(end.status);
    const key = `${purpose} ${answer} ${end.origin}`;
    const known = this.#answers.get(key);
    if (known === undefined) this.#answers.set(key, { endpoint: end.origin, purpose, answer, count: 1 });
    else known.count++;
    if (purpose !== 'events') return;
    this.#sentBytes += end.bytes;
    this.#sumMs += end.durationMs;
    const bucket = bucketOf(end.durationMs, requestBoundsMs);
    this.#counts[bucket] = (this.#counts[bucket] as number) + 1;
  }

  /** What was counted so far. */
  snapshot(): RequestCounts {
    return {
      answers: [...this.#answers.values()].map((each) => ({ ...each })),
      sentBytes: this.#sentBytes,
      durations: { counts: [...this.#counts], sumMs: this.#sumMs },
    };
  }
}

/** The client's paths end so; queries stand behind. */
function purposeOf(path: string): RequestPurpose {
  const query = path.indexOf('?');
  const plain = query < 0 ? path : path.slice(0, query);
  if (plain.endsWith('/ack')) return 'ack';
  return plain.endsWith('/health') ? 'health' : 'events';
}

function answerOf(status: number | undefined): string {
  if (status === undefined) return 'none';
  return usualStatuses.has(status) ? String(status) : `${String(status)[0]}xx`;
}
