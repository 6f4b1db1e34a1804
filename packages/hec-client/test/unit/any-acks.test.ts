import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RecordedClient } from './recorded-client.js';
import { hec, type Reply, ScriptedServer, type Seen } from './scripted-server.js';

// What an indexer can do to a request, to a question, and to itself.
const fault = fc.oneof(
  { weight: 4, arbitrary: fc.constant('honest' as const) },
  fc.constantFrom(
    'busy',
    'server error, taken',
    'answer lost, taken',
    'answer lost',
    'nonsense, taken',
    'no ackId, taken',
    'near capacity',
    'channel full',
    'wrong token',
    'restart',
  ),
);
const question = fc.oneof(
  { weight: 4, arbitrary: fc.constant('honest' as const) },
  fc.constantFrom('not yet', 'answer lost', 'page', 'refused', 'busy', 'half'),
);
const scenario = fc.record({
  faults: fc.array(fault, { maxLength: 20 }),
  questions: fc.array(question, { maxLength: 20 }),
  events: fc.array(fc.constantFrom('good', 'good', 'good', 'bad', 'blank'), { minLength: 1, maxLength: 40 }),
  endpoints: fc.integer({ min: 1, max: 2 }),
  sessions: fc.integer({ min: 1, max: 2 }),
  concurrency: fc.integer({ min: 1, max: 3 }),
  maxEvents: fc.integer({ min: 1, max: 8 }),
  hold: fc.constantFrom('body' as const, 'caller' as const),
});

/** An indexer with acknowledgement: what it calls indexed is `durable`; a restart loses the rest. */
class ModelIndexer {
  readonly durable = new Set<string>();
  /** Events that came although they had been acknowledged to the caller. */
  readonly repeated: string[] = [];
  readonly #faults: string[];
  readonly #questions: string[];
  readonly #told: ReadonlySet<string>;
  readonly #breakConnections: () => void;
  #channels = new Map<string, { next: number; waiting: Map<number, readonly string[]> }>();

  constructor(
    faults: readonly string[],
    questions: readonly string[],
    told: ReadonlySet<string>,
    breakConnections: () => void,
  ) {
    this.#breakConnections = breakConnections;
    this.#faults = [...faults];
    this.#questions = [...questions];
    this.#told = told;
  }

  answer({ url, lines, body, headers }: Seen): Reply {
    const channel = String(headers['x-splunk-request-channel']);
    if (url.endsWith('/ack')) return this.#acks(channel, JSON.parse(body.toString()).acks);
    const events = lines.map((line) => (JSON.parse(line) as { event: string }).event);
    this.repeated.push(...events.filter((event) => this.#told.has(event)));
    const one = this.#faults.shift() ?? 'honest';
    switch (one) {
      case 'restart':
        this.#channels.clear();
        this.#breakConnections();
        return 'reset';
      case 'busy':
        return hec(503, 9);
      case 'channel full':
        return hec(429, 27);
      case 'wrong token':
        return hec(403, 4);
      case 'answer lost':
        return 'reset';
    }
    const bad = events.findIndex((event) => event.startsWith('bad'));
    const taken = bad < 0 ? events : events.slice(0, bad);
    const ackId = taken.length === 0 ? undefined : this.#take(channel, taken);
    if (one === 'answer lost, taken') return 'reset';
    if (one === 'server error, taken') return { status: 500, body: '<html>' };
    if (one === 'nonsense, taken') return { status: 200, body: '<html>' };
    const more = ackId === undefined || one === 'no ackId, taken' ? {} : { ackId };
    if (bad >= 0) return hec(400, 12, 'Bad', { 'invalid-event-number': bad, ...more });
    return hec(200, one === 'near capacity' ? 25 : 0, 'Success', more);
  }

  #take(channel: string, events: readonly string[]): number {
    let known = this.#channels.get(channel);
    if (known === undefined) {
      known = { next: 0, waiting: new Map() };
      this.#channels.set(channel, known);
    }
    known.waiting.set(known.next, events);
    return known.next++;
  }

  #acks(channel: string, ids: readonly number[]): Reply {
    const how = this.#questions.shift() ?? 'honest';
    if (how === 'refused') return hec(400, 14);
    if (how === 'busy') return hec(503, 9);
    if (how === 'page') return { status: 200, body: '<html>' };
    const known = this.#channels.get(channel);
    const acks: Record<string, boolean> = {};
    for (const id of ids) {
      const events = how === 'not yet' ? undefined : known?.waiting.get(id);
      acks[id] = events !== undefined;
      known?.waiting.delete(id);
      for (const event of events ?? []) this.durable.add(event);
    }
    if (how === 'answer lost') return 'reset';
    const text = JSON.stringify({ acks });
    return { status: 200, body: how === 'half' ? text.slice(0, -2) : text };
  }
}

describe('whatever an indexer with acknowledgement answers', () => {
  it('every event ends in exactly one outcome; what is called acknowledged is indexed, and never sent again', async () => {
    const servers = [await ScriptedServer.start(), await ScriptedServer.start()];
    let acknowledged = 0;
    await fc.assert(
      fc.asyncProperty(
        scenario,
        async ({ faults, questions, events, endpoints, sessions, concurrency, maxEvents, hold }) => {
          const told = new Set<string>();
          const used = servers.slice(0, endpoints);
          const models = used.map((server, i) => {
            const mine = <T>(list: readonly T[]): T[] => list.filter((_, at) => at % endpoints === i);
            const model = new ModelIndexer(mine(faults), mine(questions), told, () =>
              server.closeConnections(),
            );
            server.answer((seen) => model.answer(seen));
            return model;
          });
          let most = 0;
          const recorded: RecordedClient = new RecordedClient({
            urls: used.map(({ url }) => url),
            concurrency,
            maxEvents,
            maxHeldBytes: 200_000,
            maxBytes: 2000,
            pauseAfterRejections: 1000,
            ack: { pollMs: 1, timeoutMs: 25, sessions, hold },
            backoff: { firstMs: 1, maxMs: 1 },
            probe: { firstMs: 1, maxMs: 1 },
            onOutcome: () => {
              for (const event of recorded.acknowledged) told.add(event);
              most = Math.max(most, recorded.client.snapshot().heldBytes);
            },
          });
          const named = events.map((event, i) => (event === 'blank' ? '' : `${event}-${i}`));
          const destination = recorded.client.destination({ kind: 'event' });
          for (const event of named) recorded.add(destination, [event]);
          await recorded.flushed();
          const { twice, unknown, delivered, rejected, unacknowledged } = recorded;
          const snapshot = recorded.client.snapshot();
          await recorded.client.close();

          expect(twice).toEqual([]);
          expect([...recorded.taken]).toEqual([]);
          if (hold === 'caller') expect(recorded.neverTaken).toEqual([]);
          expect(unknown).toEqual([]);
          expect(delivered).toEqual([]);
          expect(hold === 'body' ? unacknowledged : []).toEqual([]);
          expect([...recorded.acknowledged, ...unacknowledged].sort()).toEqual(
            named.filter((event) => event.startsWith('good')).sort(),
          );
          expect(rejected.map(({ event }) => event).sort()).toEqual(
            named.filter((event) => !event.startsWith('good')).sort(),
          );
          for (const event of recorded.acknowledged) {
            acknowledged++;
            expect(models.some(({ durable }) => durable.has(event))).toBe(true);
          }
          for (const { repeated } of models) expect(repeated).toEqual([]);
          expect(most).toBeLessThanOrEqual(200_000);
          expect(snapshot).toMatchObject({ heldBytes: 0, awaitingAck: 0, inFlight: 0 });
          expect(snapshot.counts.acknowledgedEvents).toBe(recorded.acknowledged.length);
        },
      ),
      { numRuns: 250 },
    );
    expect(acknowledged).toBeGreaterThan(200);
    for (const server of servers) await server.stop();
  }, 120_000);
});
