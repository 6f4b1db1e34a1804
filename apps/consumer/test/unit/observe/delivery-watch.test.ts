import { describe, expect, it } from '@jest/globals';
import { DeliveryWatch } from '../../../src/observe/delivery-watch.js';
import { mergeDeliveries } from '../../../src/observe/merge-deliveries.js';
import { delivery, stats } from '../../fixtures/stats.js';

const ok = delivery();
const paused = delivery({ state: 'paused', cause: '403 Invalid token' });
const busy = delivery({ state: 'backing-off', cause: '503 Server is busy', until: 9 });

describe('delivery watch', () => {
  const tell = (watch: DeliveryWatch, state: typeof ok, now: number) =>
    watch.observe([state], true, now).map(({ kind, delivery: { cause } }) => `${kind}: ${cause}`);

  it('says nothing of an endpoint that always was well', () => {
    const watch = new DeliveryWatch();
    expect(tell(watch, ok, 0)).toEqual([]);
    expect(tell(watch, ok, 60_000)).toEqual([]);
  });

  it('tells a pause once, however long it lasts, and the recovery once it has lasted', () => {
    const watch = new DeliveryWatch();
    expect(tell(watch, paused, 0)).toEqual(['paused: 403 Invalid token']);
    for (let now = 1000; now < 600_000; now += 1000) expect(tell(watch, paused, now)).toEqual([]);
    expect(tell(watch, ok, 600_000)).toEqual([]);
    expect(tell(watch, ok, 604_999)).toEqual([]);
    expect(tell(watch, ok, 605_000)).toEqual(['recovered: 403 Invalid token']);
    expect(tell(watch, ok, 606_000)).toEqual([]);
  });

  it('tells an endpoint that is busy every other second as one story', () => {
    const watch = new DeliveryWatch();
    const told = Array.from({ length: 120 }, (_, s) => tell(watch, s % 2 === 0 ? busy : ok, s * 1000)).flat();
    expect(told).toEqual(['backing-off: 503 Server is busy']);
  });

  it('tells a graver state at once and another cause at most every ten seconds', () => {
    const watch = new DeliveryWatch();
    const refused = { ...busy, cause: 'connect ECONNREFUSED' };
    expect(tell(watch, busy, 0)).toEqual(['backing-off: 503 Server is busy']);
    expect(tell(watch, refused, 1000)).toEqual([]);
    expect(tell(watch, paused, 2000)).toEqual(['paused: 403 Invalid token']);
    expect(tell(watch, busy, 3000)).toEqual(['backing-off: 503 Server is busy']);
    expect(tell(watch, refused, 13_000)).toEqual(['backing-off: connect ECONNREFUSED']);
  });

  describe('what is told of while it is in trouble only', () => {
    const refused = delivery({
      name: 'raw index=a',
      scope: 'destination',
      state: 'paused',
      cause: '400 (code 7)',
    });
    const kinds = (watch: DeliveryWatch, states: (typeof ok)[], now: number, complete = true) =>
      watch.observe(states, complete, now).map(({ kind, delivery: { name } }) => `${kind}: ${name}`);

    it('is over when it is missing, and is told again when it comes back', () => {
      const watch = new DeliveryWatch();
      expect(kinds(watch, [ok, refused], 0)).toEqual(['paused: raw index=a']);
      expect(kinds(watch, [ok], 60_000)).toEqual([]);
      expect(kinds(watch, [ok], 64_999)).toEqual([]);
      expect(kinds(watch, [ok], 65_000)).toEqual(['over: raw index=a']);
      expect(kinds(watch, [ok], 66_000)).toEqual([]);
      expect(kinds(watch, [ok, refused], 600_000)).toEqual(['paused: raw index=a']);
    });

    it('is not over because nobody who knows of it is there', () => {
      const watch = new DeliveryWatch();
      kinds(watch, [ok, refused], 0);
      expect(kinds(watch, [ok], 1000)).toEqual([]);
      expect(kinds(watch, [ok], 30_000, false)).toEqual([]);
      expect(kinds(watch, [ok], 31_000)).toEqual([]);
      expect(kinds(watch, [ok, refused], 33_000)).toEqual([]);
      expect(kinds(watch, [ok], 34_000)).toEqual([]);
      expect(kinds(watch, [ok], 39_000)).toEqual(['over: raw index=a']);
    });
  });
});

describe('states of several workers', () => {
  it('are one entry, the worst, since its beginning', () => {
    const merged = mergeDeliveries([
      stats({ states: [{ ...busy, since: 1, until: 5 }] }),
      stats({ states: [{ ...paused, since: 7, failures: 2 }] }),
      stats({
        states: [
          { ...paused, since: 4, failures: 1 },
          delivery({ name: 'raw index=a', scope: 'destination' }),
        ],
      }),
      stats({ states: [ok] }),
    ]);
    expect(merged).toEqual([
      { ...paused, since: 4, failures: 2 },
      delivery({ name: 'raw index=a', scope: 'destination' }),
    ]);
  });

  it('back off until the last one tries', () => {
    const merged = mergeDeliveries([
      stats({ states: [{ ...busy, until: 5 }] }),
      stats({ states: [{ ...busy, until: 8 }] }),
      stats({ states: [{ ...busy, until: undefined }] }),
    ]);
    expect(merged).toEqual([{ ...busy, until: 8 }]);
  });
});
