import { expect, it } from '@jest/globals';
import { ResidentWatch } from '../../../src/supervisor/resident-watch.js';

it('replaces a worker that stays too large, not one that was so for a moment', () => {
  const watch = new ResidentWatch({ aboveMs: 3000, apartMs: 60_000 });
  expect(watch.observe(200, 100, 0)).toBeUndefined();
  expect(watch.observe(99, 100, 2900)).toBeUndefined();
  expect(watch.observe(200, 100, 3000)).toBeUndefined();
  expect(watch.observe(200, 100, 5999)).toBeUndefined();
  expect(watch.observe(200, 100, 6000)).toBe('replace');
});

it('says once that replacing does not help, and tries again later', () => {
  const watch = new ResidentWatch({ aboveMs: 0, apartMs: 60_000 });
  expect(watch.observe(200, 100, 0)).toBe('replace');
  expect(watch.observe(200, 100, 1000)).toBe('tell');
  expect(watch.observe(200, 100, 2000)).toBeUndefined();
  expect(watch.observe(200, 100, 60_000)).toBe('replace');
});
