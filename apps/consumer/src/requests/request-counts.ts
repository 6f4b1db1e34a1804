import { addDelays, type DelayCounts, noneCounted } from '../delay/delay-buckets.js';

/** What a request may be for. */
export const requestPurposes = ['events', 'ack', 'health'] as const;

/** What a request was for. */
export type RequestPurpose = (typeof requestPurposes)[number];

/** How often one endpoint answered so. */
export interface AnswerCount {
  /** Scheme, host and port. */
  readonly endpoint: string;
  readonly purpose: RequestPurpose;
  /** `200`, `503`; `4xx` and the like for statuses that HEC does not know; `none` where no answer came. */
  readonly answer: string;
  readonly count: number;
}

/** Requests to Splunk, counted where their answers come in. Counts only rise. */
export interface RequestCounts {
  readonly answers: readonly AnswerCount[];
  /** Bytes of the bodies with events, as they travelled: packed where they were. */
  readonly sentBytes: number;
  /** Of the requests with events, from the beginning to the end of the answer; in buckets of {@link requestBoundsMs}. */
  readonly durations: DelayCounts;
}

/**
 * Upper bounds of the buckets of durations, in milliseconds: from a local collector to one that waits for its queues.
 * Requests end at `hec.timeout`, 60 s by default.
 */
export const requestBoundsMs: readonly number[] = [
  5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000,
];

/** Nothing counted. */
export const noRequests: RequestCounts = {
  answers: [],
  sentBytes: 0,
  durations: noneCounted(requestBoundsMs),
};

/** The sum of two counts. */
export function addRequests(one: RequestCounts, other: RequestCounts): RequestCounts {
  const answers = new Map(one.answers.map((each) => [keyOf(each), each]));
  for (const each of other.answers) {
    const known = answers.get(keyOf(each))?.count ?? 0;
    answers.set(keyOf(each), { ...each, count: known + each.count });
  }
  return {
    answers: [...answers.values()],
    sentBytes: one.sentBytes + other.sentBytes,
    durations: addDelays(one.durations, other.durations),
  };
}

function keyOf({ endpoint, purpose, answer }: AnswerCount): string {
  return `${purpose} ${answer} ${endpoint}`;
}
