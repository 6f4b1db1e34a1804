import { payloadLines } from '../payload.js';

/** What every contender sends, and where. */
export interface Workload {
  readonly url: string;
  readonly events: number;
  /** A thousand different lines, sent over and over. */
  readonly lines: readonly Buffer[];
}

/** Sends all events; resolves when the last one was answered. */
export type Driver = (workload: Workload) => Promise<void>;

/** Bytes of a body, for every contender that can choose. */
export const BODY_BYTES: number = 1024 * 1024;
/** Requests in flight, for every contender that can choose. */
export const CONCURRENCY = 4;
/** A token that the sink does not look at. */
export const TOKEN: string = '00000000-0000-4000-8000-000000000001';

/** The lines of a workload. */
export function makeLines(bytes: number): Buffer[] {
  return payloadLines(bytes)
    .split('\n')
    .map((line) => Buffer.from(line));
}
