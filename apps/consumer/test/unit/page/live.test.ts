import { describe, expect, jest, test } from '@jest/globals';
import { startBeat } from '../../../page/live/beat.js';
import { answered, opened, unanswered } from '../../../page/live/connection.js';
import { statusReport } from '../../fixtures/status-report.js';

describe('what the page knows of the program', () => {
  test('silence counts from the last answer, and keeps what was known', () => {
    const report = statusReport();
    const known = answered(report, 1000);
    const silent = unanswered(unanswered(known, 'cannot be reached'), 'silent for 3 s');
    expect(silent).toEqual({ report, heardAt: 1000, problem: 'silent for 3 s' });
    expect(answered(report, 5000)).toEqual({ report, heardAt: 5000 });
    expect(unanswered(opened(7), 'cannot be reached')).toEqual({ heardAt: 7, problem: 'cannot be reached' });
  });
});

describe('the beat', () => {
  test('is once per period from begin to begin, never twice at the same time, and at once on demand', async () => {
    jest.useFakeTimers();
    try {
      const ends: (() => void)[] = [];
      const work = jest.fn(() => new Promise<void>((resolve) => void ends.push(resolve)));
      const beat = startBeat(work, () => 1000);
      expect(work).toHaveBeenCalledTimes(1);

      await jest.advanceTimersByTimeAsync(300);
      ends[0]?.();
      await jest.advanceTimersByTimeAsync(699);
      expect(work).toHaveBeenCalledTimes(1);
      await jest.advanceTimersByTimeAsync(1);
      expect(work).toHaveBeenCalledTimes(2);

      // It takes longer than its period: the next one waits for it.
      await jest.advanceTimersByTimeAsync(2500);
      expect(work).toHaveBeenCalledTimes(2);
      beat.now();
      expect(work).toHaveBeenCalledTimes(2);
      ends[1]?.();
      await jest.advanceTimersByTimeAsync(0);
      expect(work).toHaveBeenCalledTimes(3);

      ends[2]?.();
      await jest.advanceTimersByTimeAsync(10);
      beat.now();
      expect(work).toHaveBeenCalledTimes(4);
      ends[3]?.();
      await jest.advanceTimersByTimeAsync(999);
      expect(work).toHaveBeenCalledTimes(4);
    } finally {
      jest.useRealTimers();
    }
  });
});
