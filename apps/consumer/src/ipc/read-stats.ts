import { type DelayCounts, delayBoundsMs } from '../delay/delay-buckets.js';
import { type RequestCounts, requestBoundsMs, requestPurposes } from '../requests/request-counts.js';
import type {
  ConsumerState,
  DeadLetterNote,
  DeadLetterStats,
  DeliveryStats,
  PartitionStats,
  WorkerStats,
} from './messages.js';
import {
  type Fields,
  Garbled,
  readCount,
  readList,
  readNumber,
  readObject,
  readOptional,
  readText,
  readWord,
} from './read-fields.js';

const consumerStates: readonly ConsumerState[] = ['connecting', 'joining', 'running', 'draining', 'stopped'];

/** Checks the statistics of a worker field by field. */
export function readWorkerStats(from: Fields): WorkerStats {
  const skipped = readObject(from.skipped, 'skipped');
  const heldBytes = readObject(from.heldBytes, 'heldBytes');
  const delays = readObject(from.delays, 'delays');
  const process = readObject(from.process, 'process');
  return {
    deliveredEvents: readCount(from, 'deliveredEvents'),
    deliveredBytes: readCount(from, 'deliveredBytes'),
    skipped: { tombstones: readCount(skipped, 'tombstones'), empty: readCount(skipped, 'empty') },
    deadLettered: readCount(from, 'deadLettered'),
    deadLetters: readDeadLetters(readObject(from.deadLetters, 'deadLetters')),
    resentEvents: readCount(from, 'resentEvents'),
    duplicatesPossible: readCount(from, 'duplicatesPossible'),
    unconfirmedEvents: readOptional(from, 'unconfirmedEvents', readCount),
    acknowledgedEvents: readOptional(from, 'acknowledgedEvents', readCount),
    delays: {
      accepted: readHistogram(delays, 'accepted', delayBoundsMs),
      acked: readHistogram(delays, 'acked', delayBoundsMs),
    },
    requests: readRequests(readObject(from.requests, 'requests')),
    process: {
      residentBytes: readCount(process, 'residentBytes'),
      cpuSeconds: readCount(process, 'cpuSeconds'),
    },
    awaitingAck: readOptional(from, 'awaitingAck', readCount),
    heldBytes: { consumer: readCount(heldBytes, 'consumer'), client: readCount(heldBytes, 'client') },
    partitions: readList(from, 'partitions', readPartition),
    states: readList(from, 'states', readDelivery),
    memberId: readOptional(from, 'memberId', readText),
    consumerState: readWord(from, 'consumerState', consumerStates),
    kafkaTrouble: readOptional(from, 'kafkaTrouble', readText),
  };
}

function readPartition(from: Fields): PartitionStats {
  return {
    topic: readText(from, 'topic'),
    partition: readCount(from, 'partition'),
    // -1 is Kafka's "none yet", so these two may be negative.
    settledOffset: readNumber(from, 'settledOffset'),
    highWatermark: readOptional(from, 'highWatermark', readNumber),
    lag: readOptional(from, 'lag', readCount),
    inFlight: readCount(from, 'inFlight'),
    oldestUnsettledTimestamp: readOptional(from, 'oldestUnsettledTimestamp', readNumber),
    destination: readOptional(from, 'destination', readText),
    pauseCause: readOptional(from, 'pauseCause', readText),
  };
}

function readDelivery(from: Fields): DeliveryStats {
  return {
    name: readText(from, 'name'),
    scope: readWord(from, 'scope', ['endpoint', 'destination']),
    state: readWord(from, 'state', ['ok', 'backing-off', 'paused']),
    cause: readOptional(from, 'cause', readText),
    since: readCount(from, 'since'),
    until: readOptional(from, 'until', readCount),
    failures: readCount(from, 'failures'),
    lastError: readOptional(from, 'lastError', readTrouble),
  };
}

function readTrouble(within: Fields, name: string): { text: string; at: number } {
  const from = readObject(within[name], name);
  return { text: readText(from, 'text'), at: readCount(from, 'at') };
}

function readRequests(from: Fields): RequestCounts {
  return {
    answers: readList(from, 'answers', (item) => ({
      endpoint: readText(item, 'endpoint'),
      purpose: readWord(item, 'purpose', requestPurposes),
      answer: readText(item, 'answer'),
      count: readCount(item, 'count'),
    })),
    sentBytes: readCount(from, 'sentBytes'),
    durations: readHistogram(from, 'durations', requestBoundsMs),
  };
}

/** A number per bucket, and one for what lies beyond the last bound. */
function readHistogram(within: Fields, name: string, boundsMs: readonly number[]): DelayCounts {
  const from = readObject(within[name], name);
  const counts = from.counts;
  if (!Array.isArray(counts) || counts.length !== boundsMs.length + 1) {
    throw new Garbled(`${name}.counts is not a list of one number per bucket`);
  }
  const bucket = Object.fromEntries(counts.entries());
  return { counts: counts.map((_, at) => readCount(bucket, String(at))), sumMs: readCount(from, 'sumMs') };
}

function readDeadLetters(from: Fields): DeadLetterStats {
  return {
    byReason: readList(from, 'byReason', (item) => ({
      reason: readText(item, 'reason'),
      count: readCount(item, 'count'),
    })),
    recent: readList(from, 'recent', readNote),
  };
}

function readNote(from: Fields): DeadLetterNote {
  return {
    number: readCount(from, 'number'),
    at: readCount(from, 'at'),
    topic: readText(from, 'topic'),
    partition: readCount(from, 'partition'),
    offset: readCount(from, 'offset'),
    code: readOptional(from, 'code', readNumber),
    text: readText(from, 'text'),
  };
}
