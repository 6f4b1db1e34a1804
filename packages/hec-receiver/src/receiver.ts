import { IndexerTier } from './acks/indexer-tier.js';
import { RequestTally } from './counting/request-counts.js';
import type { SeenRequest } from './faults/fault.js';
import { FaultScript } from './faults/fault-script.js';
import type { HealthCode } from './http/answer-health.js';
import { listen } from './http/listen.js';
import { type HandlerContext, handleRequest } from './http/request-handler.js';
import { Intake } from './intake.js';
import { type ReceiverOptions, resolveOptions } from './options.js';
import { servePage } from './page/serve-page.js';
import { TokenTable } from './protocol/token-table.js';
import type { Receiver, ReceiverSnapshot } from './receiver-contract.js';
import { Waiting } from './waiting.js';

type RequestListener = (request: SeenRequest) => Promise<void> | void;

/**
 * Starts a Splunk HEC tier on this machine: raw, event, ack and health endpoint, with Splunk's rules, codes and texts.
 *
 * @example
 * ```ts
 * const receiver = await startReceiver({ keep: 'events' });
 * await sendSomethingTo(receiver.url, receiver.token);
 * await receiver.waitFor((r) => r.events.length === 3);
 * await receiver.stop();
 * ```
 *
 * Throws {@link ReceiverError}: RECEIVER_BAD_OPTION, RECEIVER_PORT_TAKEN, RECEIVER_CANNOT_LISTEN.
 */
export async function startReceiver(options: ReceiverOptions = {}): Promise<Receiver> {
  const resolved = resolveOptions(options);
  const startedAt = Date.now();
  const waiting = new Waiting();
  const listeners = new Set<RequestListener>();
  const tally = new RequestTally();
  const faults = new FaultScript();
  const tokens = new TokenTable(resolved.tokens);
  const intake = new Intake(resolved);
  const indexers = new IndexerTier({
    indexers: resolved.indexers,
    ackDelayMs: resolved.ackDelayMs,
    idleMs: resolved.ackIdleMs,
    now: Date.now,
  });
  let health: HealthCode = 17;
  let requestId = 0;

  const context: HandlerContext = {
    options: resolved,
    tokens,
    indexers,
    faults,
    intake,
    tally,
    health: () => health,
    announce: async (request) => {
      for (const listener of listeners) await listener(request);
    },
    changed: () => waiting.changed(),
  };

  const snapshot = (): ReceiverSnapshot => ({
    at: Date.now(),
    startedAt,
    requests: tally.read(),
    accepted: intake.accepted,
    destinations: intake.destinations.read(),
    runs: intake.runs.list(),
    foreign: intake.runs.foreign,
    pendingAcks: indexers.pending,
    faults: faults.active,
    sample: intake.sample,
  });

  const server = await listen(resolved, (url, request, response) => {
    if (servePage(url.pathname, request.method, response, snapshot)) return;
    void handleRequest(context, ++requestId, url, request, response);
  });

  const receiver: Receiver = {
    url: server.url,
    port: server.port,
    token: resolved.tokens[0]?.token ?? '',
    tokens,
    faults,
    acks: indexers,
    runs: intake.runs,
    events: intake.events,
    bodies: intake.bodies,
    get requests() {
      return tally.read();
    },
    get accepted() {
      return intake.accepted;
    },
    get destinations() {
      return intake.destinations.read();
    },
    onRequest(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    waitFor(condition, { timeoutMs = 10_000 } = {}) {
      return waiting.until(
        () => condition(receiver),
        timeoutMs,
        () => {
          const { requests, accepted } = snapshot();
          return JSON.stringify({ requests, accepted });
        },
      );
    },
    setHealth(code) {
      health = code;
    },
    restartIndexers({ closeConnections = true } = {}) {
      indexers.forget();
      if (closeConnections) server.closeConnections();
    },
    closeConnections: () => server.closeConnections(),
    snapshot,
    async stop() {
      waiting.stop();
      await server.stop();
    },
  };
  return receiver;
}
