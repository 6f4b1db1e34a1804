import { describe, expect, it } from '@jest/globals';
import { IdleWatch } from '../../../src/observe/idle-watch.js';
import { partition, stats } from '../../fixtures/stats.js';

const busy = (worker: number) => ({ worker, stats: stats({ partitions: [partition()] }) });
const idle = (worker: number) => ({ worker, stats: stats() });
const joining = (worker: number) => ({ worker, stats: stats({ consumerState: 'joining' }) });

describe('idle watch', () => {
  it('names idle workers once, and once more when they changed', () => {
    const watch = new IdleWatch(5000);
    expect(watch.observe([busy(0), idle(1), idle(2)], 0)).toBeUndefined();
    expect(watch.observe([busy(0), idle(1), idle(2)], 4999)).toBeUndefined();
    expect(watch.observe([busy(0), idle(1), idle(2)], 5000)).toEqual([1, 2]);
    expect(watch.observe([busy(0), idle(1), idle(2)], 90_000)).toBeUndefined();
    expect(watch.observe([busy(0), busy(1), idle(2)], 91_000)).toBeUndefined();
    expect(watch.observe([busy(0), busy(1), idle(2)], 96_000)).toEqual([2]);
    expect(watch.observe([busy(0), busy(1), busy(2)], 97_000)).toBeUndefined();
    expect(watch.observe([busy(0), busy(1), busy(2)], 102_000)).toEqual([]);
  });

  it('does not take a rebalance for idleness', () => {
    const watch = new IdleWatch(5000);
    expect(watch.observe([idle(0), idle(1)], 0)).toBeUndefined();
    expect(watch.observe([idle(0), joining(1)], 4000)).toBeUndefined();
    expect(watch.observe([idle(0), idle(1)], 6000)).toBeUndefined();
    expect(watch.observe([busy(0), busy(1)], 8000)).toBeUndefined();
    expect(watch.observe([busy(0), busy(1)], 80_000)).toBeUndefined();
  });

  it('waits for every worker to be there', () => {
    const watch = new IdleWatch(0);
    expect(watch.observe([idle(0), { worker: 1, stats: undefined }], 10)).toBeUndefined();
  });
});
