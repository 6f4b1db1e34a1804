import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { noRequests } from '../../../src/requests/request-counts.js';
import { StatusBoard } from '../../../src/status/status-board.js';
import type { PlaceView } from '../../../src/supervisor/place-view.js';
import { fleet, place } from '../../fixtures/fleet-snapshot.js';
import { partition, stats } from '../../fixtures/stats.js';

let places: PlaceView[];
let board: StatusBoard;

beforeEach(() => {
  places = [place(), place({ worker: 1 })];
  board = new StatusBoard({ facts: () => fleet().facts, places: () => places });
});
afterEach(() => board.stop());

const note = (number: number, at: number) => ({
  number,
  at,
  topic: 't',
  partition: 0,
  offset: number,
  text: 'no',
});

describe('the board', () => {
  test('keeps what a dead worker had counted: nothing falls', () => {
    const counted = (deliveredEvents: number, count: number) =>
      stats({
        deliveredEvents,
        deadLetters: { byReason: [{ reason: 'hec-6', count }], recent: [] },
        requests: {
          ...noRequests,
          answers: [{ endpoint: 'https://splunk:8088', purpose: 'events', answer: '200', count }],
        },
        process: { residentBytes: 1, cpuSeconds: deliveredEvents },
      });
    board.heard(0, counted(5, 1));
    board.heard(1, counted(7, 1));
    board.gone(0);
    expect(board.snapshot()).toMatchObject({
      totals: { deliveredEvents: 12 },
      reasons: new Map([['hec-6', 2]]),
    });
    board.heard(0, counted(1, 1));
    const { totals, reasons, requests, workers } = board.snapshot();
    expect(totals.deliveredEvents).toBe(13);
    expect(reasons).toEqual(new Map([['hec-6', 3]]));
    expect(requests.answers).toEqual([
      { endpoint: 'https://splunk:8088', purpose: 'events', answer: '200', count: 3 },
    ]);
    expect(workers.map(({ cpuSeconds }) => cpuSeconds)).toEqual([6, 7]);
  });

  test('shows a partition once, with the worker that told of it last', () => {
    board.heard(0, stats({ partitions: [partition({ settledOffset: 5 }), partition({ partition: 1 })] }));
    board.heard(1, stats({ partitions: [partition({ settledOffset: 9 })] }));
    const seen = () =>
      board.snapshot().partitions.map(({ worker, stats: { partition: p } }) => `${p} at ${worker}`);
    expect(seen()).toEqual(['0 at 1', '1 at 0']);
    board.gone(0);
    expect(seen()).toEqual(['0 at 1']);
    board.heard(1, stats({ partitions: [] }));
    expect(seen()).toEqual([]);
  });

  test('sees which partition moves, and since when another is paused', () => {
    board.heard(
      0,
      stats({ partitions: [partition({ settledOffset: 5 }), partition({ partition: 1, pauseCause: 'a' })] }),
    );
    const before = board.snapshot().partitions;
    expect(before.map(({ movedAgoMs }) => movedAgoMs)).toEqual([undefined, undefined]);
    board.heard(
      0,
      stats({ partitions: [partition({ settledOffset: 6 }), partition({ partition: 1, pauseCause: 'a' })] }),
    );
    const [moved, paused] = board.snapshot().partitions;
    expect(moved?.movedAgoMs).toBeLessThan(10_000);
    expect(paused).toMatchObject({ movedAgoMs: undefined, pausedSince: before[1]?.pausedSince });
  });

  test('gathers the last twenty dead letters of all, the newest first, each once', () => {
    const tell = (worker: number, ...recent: ReturnType<typeof note>[]) =>
      board.heard(worker, stats({ deadLetters: { byReason: [], recent } }));
    tell(0, note(1, 10), note(2, 30));
    tell(0, note(2, 30), note(3, 50));
    tell(1, note(1, 20));
    expect(board.snapshot().recentDeadLetters.map(({ at }) => at)).toEqual([50, 30, 20, 10]);
    board.gone(0);
    tell(0, note(1, 60));
    expect(board.snapshot().recentDeadLetters.map(({ at }) => at)).toEqual([60, 50, 30, 20, 10]);
    tell(1, ...Array.from({ length: 20 }, (_, index) => note(index + 2, 100 + index)));
    expect(board.snapshot().recentDeadLetters).toHaveLength(20);
    expect(board.snapshot().recentDeadLetters[0]).not.toHaveProperty('number');
  });

  test('knows whether anybody was ever in the group, and that all drain', () => {
    board.heard(0, stats({ consumerState: 'joining' }));
    expect(board.snapshot()).toMatchObject({ everJoined: false, draining: false });
    board.heard(0, stats());
    board.gone(0);
    places = places.map((one) => ({ ...one, state: 'draining' }));
    expect(board.snapshot()).toMatchObject({ everJoined: true, draining: true });
  });
});
