import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { makeBody } from '../../../src/batch/body.js';
import { type BatchOwner, OpenBatch } from '../../../src/batch/open-batch.js';
import { makePart, sentEvents } from '../../../src/delivery/part.js';
import { plan } from '../../../src/delivery/plan.js';

const owner: BatchOwner<null> = {
  maxBytes: 1 << 20,
  maxEvents: 1 << 20,
  grow: () => makeBody(4096, 64),
  started: () => undefined,
  sealed: () => undefined,
};

/** A batch of events; `false` stands for a blank one. */
function batchOf(events: readonly boolean[]): OpenBatch<null> {
  const batch = new OpenBatch(0, { kind: 'event', label: 'event' }, null, owner);
  for (const event of events) batch.append(Buffer.from(event ? 'x' : ' '), 0, 1);
  return batch;
}

const refusal = { status: 400, code: 6, text: 't' };

describe('plan', () => {
  const events = fc
    .array(fc.boolean(), { minLength: 1, maxLength: 30 })
    .filter((list) => list.includes(true));

  it('puts every event into exactly one run or one part, in order', () => {
    fc.assert(
      fc.property(events, fc.nat(), fc.nat(), fc.nat(3), (list, a, b, kind) => {
        const batch = batchOf(list);
        const part = makePart(batch, 0, list.length);
        const sent = sentEvents(part);
        const [first, last] = [a % sent, b % sent].sort((x, y) => x - y) as [number, number];
        const { runs, again } = plan(
          part,
          kind === 0
            ? { kind: 'delivered' }
            : kind === 1
              ? { kind: 'isolate', position: first, refusal }
              : kind === 2
                ? { kind: 'suspect', first, last: Math.min(last, first + 1), refusal }
                : { kind: 'halve', refusal },
        );
        const covered = [...runs, ...again].sort((x, y) => x.from - y.from);
        expect(covered[0]!.from).toBe(0);
        for (let i = 1; i < covered.length; i++) expect(covered[i]!.from).toBe(covered[i - 1]!.to);
        expect(covered.at(-1)!.to).toBe(list.length);
        for (const { from, to } of covered) expect(from).toBeLessThan(to);
      }),
    );
  });

  it('counts the position among the events that were sent', () => {
    const part = makePart(batchOf([true, false, true, false, false, true, true]), 0, 7);
    const { runs, again } = plan(part, { kind: 'isolate', position: 2, refusal });
    expect(runs.map(({ from, to, kind, code }) => [from, to, kind, code])).toEqual([
      [0, 1, 'delivered', undefined],
      [1, 2, 'rejected', 13],
      [2, 3, 'delivered', undefined],
      [3, 5, 'rejected', 13],
      [5, 6, 'rejected', 6],
    ]);
    expect(again.map(({ from, to }) => [from, to])).toEqual([[6, 7]]);
  });

  it('halves until one event is alone, which is then at fault', () => {
    const part = makePart(batchOf([true, true, true]), 0, 3);
    const halves = plan(part, { kind: 'halve', refusal });
    expect(halves.again.map(({ from, to }) => [from, to])).toEqual([
      [0, 1],
      [1, 3],
    ]);
    expect(halves.runs).toEqual([]);
    expect(plan(halves.again[0]!, { kind: 'halve', refusal }).runs).toEqual([
      { from: 0, to: 1, kind: 'rejected', ...refusal },
    ]);
  });

  it('lets the two suspects go alone', () => {
    const part = makePart(batchOf([true, true, true, true, true]), 0, 5);
    const { runs, again, delivered } = plan(part, { kind: 'suspect', first: 2, last: 3, refusal });
    expect(runs).toEqual([{ from: 0, to: 2, kind: 'delivered' }]);
    expect(again.map(({ from, to }) => [from, to])).toEqual([
      [2, 3],
      [3, 4],
      [4, 5],
    ]);
    expect(delivered).toBe(2);
  });
});
