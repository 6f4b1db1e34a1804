import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RecordedClient } from './recorded-client.js';
import { hec, OK, type Reply, ScriptedServer, type Seen } from './scripted-server.js';

// What a server can do to a request. `takes`: the events are in, whatever it answers.
const fault = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ kind: 'honest' as const }) },
  fc.record({
    kind: fc.constant('status' as const),
    status: fc.constantFrom(408, 429, 500, 502, 503, 504, 404),
    takes: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('code' as const),
    code: fc.constantFrom(8, 9, 18, 23, 26, 27),
    takes: fc.constant(false),
  }),
  fc.record({ kind: fc.constant('config' as const), code: fc.constantFrom(1, 3, 4, 10, 28) }),
  fc.record({
    kind: fc.constant('nonsense' as const),
    body: fc.constantFrom('', '<html>', '{"code":'),
    takes: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('reset' as const), takes: fc.boolean() }),
  fc.constant({ kind: 'too-large' as const }),
  fc.constant({ kind: 'warning' as const }),
);
type Fault = typeof fault extends fc.Arbitrary<infer T> ? T : never;

const scenario = fc.record({
  faults: fc.array(fault, { maxLength: 25 }),
  events: fc.array(fc.constantFrom('good', 'good', 'good', 'good', 'bad', 'blank'), {
    minLength: 1,
    maxLength: 60,
  }),
  kind: fc.constantFrom('raw' as const, 'event' as const),
  code: fc.constantFrom(5, 6, 12, 13, 15),
  numbered: fc.boolean(),
  concurrency: fc.integer({ min: 1, max: 4 }),
  ordered: fc.boolean(),
  gzip: fc.boolean(),
  maxEvents: fc.integer({ min: 1, max: 20 }),
  destinations: fc.integer({ min: 1, max: 3 }),
});

// 404 and 429 come from something that has not passed the request on.
const takes = (one: Fault): boolean =>
  'takes' in one && one.takes && !('status' in one && (one.status === 404 || one.status === 429));

/** A HEC that takes the events before the first bad one, and misbehaves as scripted. */
class ModelServer {
  readonly taken: string[] = [];
  /** Events that came although they had been reported as delivered. */
  readonly repeated: string[] = [];
  readonly #faults: Fault[];
  readonly #rule: { readonly code: number; readonly numbered: boolean };
  readonly #delivered: ReadonlySet<string>;

  constructor(
    faults: readonly Fault[],
    rule: { code: number; numbered: boolean },
    delivered: ReadonlySet<string>,
  ) {
    this.#faults = [...faults];
    this.#rule = rule;
    this.#delivered = delivered;
  }

  answer({ url, lines }: Seen): Reply {
    const events = url.includes('/raw')
      ? lines
      : lines.map((line) => (JSON.parse(line) as { event: string }).event);
    this.repeated.push(...events.filter((event) => this.#delivered.has(event)));
    const one = this.#faults.shift() ?? { kind: 'honest' };
    if (takes(one)) this.taken.push(...events.filter((event) => !event.startsWith('bad')));
    switch (one.kind) {
      case 'status':
        return { status: one.status, body: '<html>' };
      case 'code':
        return hec(one.code === 8 ? 500 : one.code < 26 ? 503 : 429, one.code);
      case 'config':
        return hec(one.code === 4 ? 403 : 401, one.code);
      case 'nonsense':
        return { status: 200, body: one.body };
      case 'reset':
        return 'reset';
      case 'too-large':
        return events.length > 1 ? { status: 413, body: '' } : this.#honest(events);
      case 'warning':
        return this.#honest(events, hec(200, 24));
      case 'honest':
        return this.#honest(events);
    }
  }

  #honest(events: readonly string[], success: Reply = OK): Reply {
    const bad = events.findIndex((event) => event.startsWith('bad'));
    if (bad < 0) {
      this.taken.push(...events);
      return success;
    }
    if (!this.#rule.numbered) return hec(400, this.#rule.code);
    // Code 5 gives no number that counts, and takes nothing here.
    if (this.#rule.code === 5) return hec(400, 5);
    this.taken.push(...events.slice(0, bad));
    return hec(400, this.#rule.code, 'Bad', { 'invalid-event-number': bad });
  }
}

describe('whatever a server answers', () => {
  it('every event ends in exactly one outcome, and none that was delivered is sent again', async () => {
    const server = await ScriptedServer.start();
    await fc.assert(
      fc.asyncProperty(
        scenario,
        async ({
          faults,
          events,
          kind,
          code,
          numbered,
          concurrency,
          ordered,
          gzip,
          maxEvents,
          destinations,
        }) => {
          const delivered = new Set<string>();
          const model = new ModelServer(faults, { code, numbered }, delivered);
          server.answer((seen) => model.answer(seen));
          let most = 0;
          const recorded: RecordedClient = new RecordedClient({
            url: server.url,
            concurrency,
            ordered,
            maxEvents,
            maxHeldBytes: 200_000,
            maxBytes: 2000,
            pauseAfterRejections: 1000,
            backoff: { firstMs: 1, maxMs: 1 },
            probe: { firstMs: 1, maxMs: 1 },
            ...(gzip ? { gzip: { level: 1 } } : {}),
            onOutcome: () => {
              for (const event of recorded.delivered) delivered.add(event);
              most = Math.max(most, recorded.client.snapshot().heldBytes);
            },
          });
          const named = events.map((event, i) => (event === 'blank' ? '' : `${event}-${i}`));
          for (const [i, event] of named.entries()) {
            recorded.add(recorded.client.destination({ kind, source: `s${i % destinations}` }), [event]);
          }
          await recorded.flushed();
          const { twice, unknown, rejected } = recorded;
          await recorded.client.close();

          expect(twice).toEqual([]);
          expect(unknown).toEqual([]);
          expect([...recorded.delivered].sort()).toEqual(
            named.filter((event) => event.startsWith('good')).sort(),
          );
          expect(rejected.map(({ event }) => event).sort()).toEqual(
            named.filter((event) => !event.startsWith('good')).sort(),
          );
          for (const event of recorded.delivered) expect(model.taken).toContain(event);
          expect(model.repeated).toEqual([]);
          expect(most).toBeLessThanOrEqual(200_000);
          const { counts, heldBytes } = recorded.client.snapshot();
          expect(heldBytes).toBe(0);
          expect(counts.deliveredEvents).toBe(recorded.delivered.length);
          // Only what was ambiguous can be there twice, and it was counted.
          expect(model.taken.length - new Set(model.taken).size).toBeLessThanOrEqual(
            counts.duplicatesPossible,
          );
          if (ordered && !faults.some(takes)) {
            for (let source = 0; source < destinations; source++) {
              const mine = (list: readonly string[]): string[] =>
                list.filter((event) => event !== '' && Number(event.split('-')[1]) % destinations === source);
              expect(mine(model.taken)).toEqual(mine(named).filter((event) => event.startsWith('good')));
            }
          }
        },
      ),
      { numRuns: 250 },
    );
    await server.stop();
  }, 120_000);
});
