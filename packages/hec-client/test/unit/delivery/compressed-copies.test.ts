import { afterEach, expect, it } from '@jest/globals';
import { openAccount } from '../../../src/batch/held-bytes.js';
import type { OpenBatch } from '../../../src/batch/open-batch.js';
import { Endpoint } from '../../../src/delivery/endpoint.js';
import { Health } from '../../../src/delivery/health.js';
import { Lane } from '../../../src/delivery/lane.js';
import { Ledger } from '../../../src/delivery/ledger.js';
import { Sender } from '../../../src/delivery/sender.js';
import { Session } from '../../../src/delivery/session.js';
import { SessionSet } from '../../../src/delivery/session-set.js';
import { Site } from '../../../src/delivery/site.js';
import { SiteChooser } from '../../../src/delivery/site-chooser.js';
import { DestinationRegistry } from '../../../src/destination.js';
import type { HttpAnswer } from '../../../src/transport/answer.js';

const CONCURRENCY = 4;
const RULES = { backoff: { firstMs: 1, maxMs: 2 }, probe: { firstMs: 1, maxMs: 2 }, random: Math.random };
const healthOf = (name: string, scope: 'endpoint' | 'destination'): Health =>
  new Health(name, scope, RULES, () => {});

const registry = new DestinationRegistry();
let sender: Sender<undefined> | undefined;
afterEach(() => sender?.close());

/** Sends twenty batches of a destination to a server that gives this answer; tells the most copies seen at a request. */
async function mostCopies(requests: number, answer: (request: number) => HttpAnswer): Promise<number> {
  const destination = registry.get({ kind: 'event' });
  const lane = new Lane<undefined>(destination, '/', healthOf('d', 'destination'), openAccount());
  let seen = 0;
  let most = 0;
  let done = (): void => undefined;
  const enough = new Promise<void>((resolve) => {
    done = resolve;
  });
  const transport = {
    post: async (): Promise<HttpAnswer> => {
      // Those in flight have one each, and one may be made ready.
      const copies = lane.parts.filter(({ encoded }) => encoded !== undefined).length;
      most = Math.max(most, copies + lane.inFlight);
      if (++seen === requests) done();
      return answer(seen);
    },
    close: async () => {},
  };
  const site = new Site<undefined>({
    url: 'http://h',
    address: undefined,
    endpoint: new Endpoint(healthOf('e', 'endpoint'), CONCURRENCY),
    ackHealth: healthOf('a', 'endpoint'),
    sessions: new SessionSet({
      open: () => new Session({ prefix: '', transport, channel: undefined, acks: false }),
      count: 1,
      recycleMs: Number.POSITIVE_INFINITY,
      random: Math.random,
    }),
  });
  const sites = new SiteChooser<undefined>(undefined);
  sites.replace([site]);
  sender = new Sender<undefined>({
    sites,
    ledger: new Ledger(
      () => {},
      () => {},
    ),
    lane: () => lane,
    ordered: false,
    timeoutMs: 1000,
    gzipLevel: 1,
    pauseAfterRejections: 2,
    acks: { mode: 'off', hold: 'body', pollMs: 1000, timeoutMs: 1000 },
    onTaken: () => {},
    weigh: () => {},
    onUnstalled: () => {},
  });
  for (let id = 0; id < 20; id++) sender.add(batchOf(id, destination));
  await enough;
  return most;
}

/** A sealed batch of one event. */
function batchOf(id: number, destination: OpenBatch<undefined>['destination']): OpenBatch<undefined> {
  const bytes = Buffer.from('{"event":"x"}\n');
  const body = { bytes, ends: Uint32Array.of(bytes.length) };
  const facts = { id, destination, body, events: 1, blanks: 0, ownIndex: false, undecided: 1 };
  return facts as unknown as OpenBatch<undefined>;
}

it.each<[string, (request: number) => HttpAnswer]>([
  ['a firewall refuses all of it', () => ({ kind: 'answer', status: 403, body: '<html>' })],
  ['the token is wrong', () => ({ kind: 'answer', status: 403, body: '{"code":4,"text":"Invalid token"}' })],
  ['every event is refused', () => ({ kind: 'answer', status: 400, body: '{"code":12,"text":"x"}' })],
  ['Splunk is busy', () => ({ kind: 'answer', status: 503, body: '{"code":9,"text":"x"}' })],
])('at most concurrency + 1 compressed bodies exist while %s', async (_, answer) => {
  expect(await mostCopies(60, answer)).toBeLessThanOrEqual(CONCURRENCY + 1);
});
