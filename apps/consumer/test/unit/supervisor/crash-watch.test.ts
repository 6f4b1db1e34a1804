import { describe, expect, it } from '@jest/globals';
import { CrashWatch } from '../../../src/supervisor/crash-watch.js';
import { partition } from '../../fixtures/stats.js';

describe('deaths that are no accident', () => {
  const times = { deaths: 3, windowMs: 1000 };
  const death = (at: number, ...partitions: ReturnType<typeof partition>[]) => ({
    at,
    text: 'x',
    partitions,
  });

  it('are told once, and again after a quiet time', () => {
    const watch = new CrashWatch(times);
    expect([0, 100, 200, 300].map((at) => watch.died(death(at))?.withinMs)).toEqual([
      undefined,
      undefined,
      200,
      undefined,
    ]);
    expect([5000, 5100, 5200].map((at) => watch.died(death(at))?.deaths)).toEqual([undefined, undefined, 3]);
  });

  it('are not told when they are far apart', () => {
    const watch = new CrashWatch(times);
    expect([0, 900, 1800, 2700].map((at) => watch.died(death(at)))).toEqual(Array(4).fill(undefined));
  });

  it('name the record at which reading stood each time, whoever read it, and none that went on', () => {
    const watch = new CrashWatch(times);
    const poison = partition({ partition: 3, settledOffset: 12, lag: 9 });
    const idle = partition({ partition: 4, settledOffset: 7, lag: 0 });
    const moving = (settledOffset: number) => partition({ partition: 5, settledOffset, lag: 9 });
    watch.died(death(0, poison, idle, moving(1)));
    watch.died(death(1, moving(2), poison));
    expect(watch.died(death(2, poison, idle))?.stuckAt).toEqual(['orders[3] at offset 12']);
  });
});
