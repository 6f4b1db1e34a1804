import { createRequire } from 'node:module';
import { Socket } from 'node:net';

/** Requests of one API and their bytes, lengths included. */
export interface ApiTally {
  readonly requests: number;
  readonly sentBytes: number;
  readonly receivedBytes: number;
  readonly largestSent: number;
  readonly largestReceived: number;
}

/** Names of the APIs that a member uses, by key (Kafka protocol guide, "API keys"). */
const API_NAMES: Readonly<Record<number, string>> = {
  1: 'Fetch',
  2: 'ListOffsets',
  3: 'Metadata',
  8: 'OffsetCommit',
  9: 'OffsetFetch',
  10: 'FindCoordinator',
  11: 'JoinGroup',
  12: 'Heartbeat',
  13: 'LeaveGroup',
  14: 'SyncGroup',
  18: 'ApiVersions',
};

/** Where the key of its API stands in a request: behind the length. */
const API_KEY_AT = 4;
const LENGTH_BYTES = 4;

const NOTHING: ApiTally = {
  requests: 0,
  sentBytes: 0,
  receivedBytes: 0,
  largestSent: 0,
  largestReceived: 0,
};

/** Sums of several tallies, API by API. */
export function sumOfTallies(list: readonly Readonly<Record<string, ApiTally>>[]): Record<string, ApiTally> {
  const sums: Record<string, ApiTally> = {};
  for (const tallies of list) {
    for (const [api, tally] of Object.entries(tallies)) {
      const before = sums[api] ?? NOTHING;
      sums[api] = {
        requests: before.requests + tally.requests,
        sentBytes: before.sentBytes + tally.sentBytes,
        receivedBytes: before.receivedBytes + tally.receivedBytes,
        largestSent: Math.max(before.largestSent, tally.largestSent),
        largestReceived: Math.max(before.largestReceived, tally.largestReceived),
      };
    }
  }
  return sums;
}

/** Counts what this process says to Kafka and hears from it. Answers what was counted since the last call. */
export function tallyTheWire(): () => Record<string, ApiTally> {
  let tallies: Record<string, ApiTally> = {};
  const note = (api: string, tally: Partial<ApiTally>): void => {
    tallies = sumOfTallies([tallies, { [api]: { ...NOTHING, ...tally } }]);
  };
  countRequests(note);
  countAnswers(note);
  return () => {
    const since = tallies;
    tallies = {};
    return since;
  };
}

type Note = (api: string, tally: Partial<ApiTally>) => void;

/** kafkajs writes each request at once. */
function countRequests(note: Note): void {
  const write = Socket.prototype.write;
  Socket.prototype.write = function (this: Socket, ...args: unknown[]) {
    const [request] = args;
    if (Buffer.isBuffer(request) && request.length > API_KEY_AT + 2) {
      const name = API_NAMES[request.readInt16BE(API_KEY_AT)] ?? 'other';
      note(name, { requests: 1, sentBytes: request.length, largestSent: request.length });
    }
    return Reflect.apply(write, this, args) as boolean;
  } as typeof write;
}

interface RequestQueue {
  readonly inflight: ReadonlyMap<number, { readonly entry: { readonly apiName: string } }>;
  fulfillRequest(response: { readonly correlationId: number; readonly size: number }): void;
}

/** Every answer passes here, whoever put it together. */
function countAnswers(note: Note): void {
  const require = createRequire(import.meta.url);
  const { prototype } = require('kafkajs/src/network/requestQueue') as { readonly prototype: RequestQueue };
  const { fulfillRequest } = prototype;
  prototype.fulfillRequest = function (this: RequestQueue, response) {
    const bytes = response.size + LENGTH_BYTES;
    const api = this.inflight.get(response.correlationId)?.entry.apiName;
    if (api !== undefined) note(nameOf(api), { receivedBytes: bytes, largestReceived: bytes });
    fulfillRequest.call(this, response);
  };
}

/** kafkajs has its own word for one of them. */
function nameOf(api: string): string {
  return api === 'GroupCoordinator' ? 'FindCoordinator' : api;
}
