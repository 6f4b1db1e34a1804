import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { noDelays } from '../../../src/delay/delay-buckets.js';
import type { SupervisorMessage, WorkerMessage } from '../../../src/ipc/messages.js';
import { readSupervisorMessage, readWorkerMessage } from '../../../src/ipc/read-message.js';
import { noRequests } from '../../../src/requests/request-counts.js';
import { delivery, partition, stats } from '../../fixtures/stats.js';

const fullStats = stats({
  deliveredEvents: 7,
  memberId: 'm-1',
  partitions: [partition({ pauseCause: 'memory' }), partition({ lag: undefined, highWatermark: undefined })],
  states: [
    delivery({ state: 'paused', cause: '403 Invalid token', since: 5 }),
    delivery({ lastError: { text: '503 Server is busy', at: 6 } }),
  ],
  deadLetters: {
    byReason: [{ reason: 'hec-6', count: 2 }],
    recent: [
      { number: 1, at: 7, topic: 'orders', partition: 3, offset: 12, code: 6, text: 'Invalid data format' },
      { number: 2, at: 8, topic: 'orders', partition: 3, offset: 13, code: undefined, text: 'too large' },
    ],
  },
  acknowledgedEvents: 5,
  requests: {
    ...noRequests,
    answers: [{ endpoint: 'https://splunk:8088', purpose: 'events', answer: 'none', count: 3 }],
  },
  process: { residentBytes: 123, cpuSeconds: 0.5 },
});

const workerMessages: WorkerMessage[] = [
  { type: 'hello', protocol: 1, pid: 4711 },
  { type: 'running' },
  { type: 'stats', stats: fullStats },
  { type: 'drained', unsettled: 3 },
  { type: 'left' },
  { type: 'fatal', code: 'X', message: 'y' },
];

const supervisorMessages: SupervisorMessage[] = [
  { type: 'start', protocol: 1, configText: 'a: b', file: 'x.yml', worker: 0, workers: 2 },
  { type: 'drain', deadlineAt: 1_700_000_000_000 },
  { type: 'leave' },
];

const overTheWire = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('messages', () => {
  it.each(workerMessages)('of a worker come through: $type', (message) => {
    expect(readWorkerMessage(overTheWire(message))).toEqual({ message });
  });

  it.each(supervisorMessages)('of a supervisor come through: $type', (message) => {
    expect(readSupervisorMessage(overTheWire(message))).toEqual({ message });
  });

  it('drops what it does not know', () => {
    expect(readWorkerMessage({ type: 'left', extra: { deep: true } })).toEqual({ message: { type: 'left' } });
  });

  it.each<[unknown, string]>([
    [undefined, 'the message is not an object'],
    [null, 'the message is not an object'],
    ['running', 'the message is not an object'],
    [['running'], 'the message is not an object'],
    [{}, 'type is not a text'],
    [{ type: 'runing' }, 'type "runing" is unknown'],
    [{ type: 'toString' }, 'type "toString" is unknown'],
    [{ type: '__proto__' }, 'type "__proto__" is unknown'],
    [{ type: 'hello', protocol: 1 }, 'pid is not a number from 0 up'],
    [{ type: 'drained', unsettled: -1 }, 'unsettled is not a number from 0 up'],
    [{ type: 'drained', unsettled: null }, 'unsettled is not a number from 0 up'],
    [{ type: 'fatal', code: 1, message: 'x' }, 'code is not a text'],
    [{ type: 'stats' }, 'stats is not an object'],
    [{ type: 'stats', stats: { ...fullStats, partitions: {} } }, 'partitions is not a list'],
    [{ type: 'stats', stats: { ...fullStats, partitions: [1] } }, 'partitions[0] is not an object'],
    [{ type: 'stats', stats: { ...fullStats, consumerState: 'asleep' } }, 'consumerState is none of'],
    [{ type: 'stats', stats: { ...fullStats, heldBytes: 5 } }, 'heldBytes is not an object'],
    [
      { type: 'stats', stats: { ...fullStats, delays: { accepted: { counts: [1], sumMs: 0 } } } },
      'accepted.counts is not a list of one number per bucket',
    ],
    [
      { type: 'stats', stats: { ...fullStats, requests: { ...noRequests, durations: noDelays } } },
      'durations.counts is not a list of one number per bucket',
    ],
    [
      {
        type: 'stats',
        stats: {
          ...fullStats,
          delays: { accepted: { ...noDelays, counts: noDelays.counts.map(() => 'x') } },
        },
      },
      '0 is not a number from 0 up',
    ],
  ])('that are garbled are told apart: %j', (value, reason) => {
    expect(readWorkerMessage(value).garbled).toContain(reason);
  });

  it('never make the reader throw', () => {
    fc.assert(
      fc.property(
        fc.anything(),
        fc.constantFrom(...workerMessages, ...supervisorMessages),
        (value, { type }) => {
          for (const candidate of [value, { ...(Object(value) as object), type }]) {
            for (const read of [readWorkerMessage(candidate), readSupervisorMessage(candidate)]) {
              expect((read.message === undefined) !== (read.garbled === undefined)).toBe(true);
            }
          }
        },
      ),
    );
  });
});
