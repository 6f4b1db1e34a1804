import { expect, it } from '@jest/globals';
import { type Receiver, startReceiver } from '@kafka-splunk/hec-receiver';
import fc from 'fast-check';
import { createHecBatcher, type EventOutcome } from '../../../src/index.js';

const BOUND = 16 * 1024;

const step = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constant('send' as const),
      padding: fc.integer({ min: 100, max: 900 }),
      bad: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.constant({ do: 'wait' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'flush' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('busy' as const), times: fc.integer({ min: 1, max: 3 }) }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'lost' as const }) },
);
const use = fc.record({
  steps: fc.array(step, { minLength: 30, maxLength: 100 }),
  maxBytes: fc.integer({ min: 100, max: 4096 }),
  maxEvents: fc.integer({ min: 1, max: 20 }),
  hasty: fc.boolean(),
});
type Use = typeof use extends fc.Arbitrary<infer T> ? T : never;

it('every event ends in exactly one outcome, in order, under the bound, however the batcher is used', async () => {
  await fc.assert(fc.asyncProperty(use, tryUse), { numRuns: 50 });
}, 120_000);

async function tryUse({ steps, maxBytes, maxEvents, hasty }: Use): Promise<void> {
  const receiver = await startReceiver({ keep: 'events' });
  receiver.faults.always({ do: 'poison', marker: 'BAD' });
  const batcher = createHecBatcher({
    url: receiver.url,
    token: receiver.token,
    maxHeldBytes: BOUND,
    maxBytes,
    maxEvents,
    lingerMs: 2,
    ordered: true,
    pauseAfterRejections: 1000,
    backoff: { firstMs: 1, maxMs: 2 },
  });
  const events: { text: string; outcomes: (EventOutcome | 'not sent')[] }[] = [];
  const sent: Promise<void>[] = [];
  let most = 0;
  for (const each of steps) {
    if (each.do === 'busy') receiver.faults.next(each.times, { code: 9 });
    else if (each.do === 'lost') receiver.faults.next(1, { do: 'reset-after-accept' });
    else if (each.do === 'wait') await new Promise(setImmediate);
    else if (each.do === 'flush') await batcher.flush();
    else {
      const text = `${events.length}${each.bad ? ' BAD ' : ' '}${'x'.repeat(each.padding)}`;
      const event = { text, outcomes: [] as (EventOutcome | 'not sent')[] };
      events.push(event);
      const tell = (outcome: EventOutcome | 'not sent'): void => void event.outcomes.push(outcome);
      sent.push(batcher.send(text).then(tell, () => tell('not sent')));
    }
    most = Math.max(most, batcher.snapshot().heldBytes);
  }
  const report = await batcher.close({ deadlineMs: hasty ? 0 : 30_000 });
  await Promise.all(sent);
  await receiver.stop();

  expect(most).toBeLessThanOrEqual(BOUND);
  expect(events.map(({ outcomes }) => outcomes.length)).toEqual(events.map(() => 1));
  const kindOf = (outcome: EventOutcome | 'not sent' | undefined): string =>
    typeof outcome === 'object' ? outcome.kind : 'not sent';
  const kinds = events.map(({ outcomes }) => kindOf(outcomes[0]));
  const arrived = distinct(receiver);
  for (const [n, { text }] of events.entries()) {
    const bad = text.includes('BAD');
    if (kinds[n] === 'delivered') expect([bad, arrived.includes(text)]).toEqual([false, true]);
    if (kinds[n] === 'rejected' || kinds[n] === 'not sent') expect(arrived).not.toContain(text);
    if (!hasty) expect(kinds[n]).toBe(bad ? 'rejected' : 'delivered');
  }
  expect(report).toEqual({
    unknown: kinds.filter((kind) => kind === 'unknown').length,
    unsent: kinds.filter((kind) => kind === 'not sent').length,
  });
  expect(arrived).toEqual(events.map(({ text }) => text).filter((text) => arrived.includes(text)));
}

/** What arrived, each event where it came first. */
function distinct({ events }: Receiver): string[] {
  return [...new Set(events.map(({ raw }) => raw.toString()))];
}
