import { describe, expect, it } from '@jest/globals';
import { HangWatch } from '../../../src/supervisor/hang-watch.js';

describe('workers that hang', () => {
  const one = (heardAt: number) => ({ heardAt, silenceMs: 10_000 });

  it('are those that were silent for longer than they may', () => {
    const watch = new HangWatch(1000);
    const [fresh, old] = [one(5000), one(0)];
    expect(watch.look(9000, [fresh, old])).toEqual([]);
    expect(watch.look(10_000, [fresh, old])).toEqual([]);
    expect(watch.look(10_001, [fresh, old])).toEqual([old]);
  });

  it('are none when the supervisor itself stood still: all get their full time anew', () => {
    const watch = new HangWatch(1000);
    const worker = one(0);
    watch.look(1000, [worker]);
    expect(watch.look(3_600_000, [worker])).toEqual([]);
    for (let now = 3_601_000; now <= 3_610_000; now += 1000) expect(watch.look(now, [worker])).toEqual([]);
    expect(watch.look(3_611_000, [worker])).toEqual([worker]);
  });
});
