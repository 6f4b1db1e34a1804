import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { openAccount } from '../../../src/batch/held-bytes.js';
import { Endpoint } from '../../../src/delivery/endpoint.js';
import { Health, type WaitingRules } from '../../../src/delivery/health.js';
import { Lane } from '../../../src/delivery/lane.js';
import type { DeliveryState } from '../../../src/index.js';

const rules: WaitingRules = { backoff: {}, probe: {}, random: () => 1 };
let told: DeliveryState[];
const health = (name: string, scope: 'endpoint' | 'destination'): Health =>
  new Health(name, scope, rules, (state) => told.push(state));
const lane = (name: string): Lane<null> =>
  new Lane({ kind: 'raw', label: name }, '/', health(name, 'destination'), openAccount());

let endpoint: Endpoint;
beforeEach(() => {
  jest.useFakeTimers();
  told = [];
  endpoint = new Endpoint(health('endpoint', 'endpoint'));
});
afterEach(() => {
  jest.useRealTimers();
});

describe('failures', () => {
  it('of requests that were in flight together are one failure', () => {
    const one = lane('a');
    const tickets = [1, 2, 3, 4].map(() => endpoint.sent(one));
    for (const ticket of tickets) endpoint.failed(one, ticket, '503');
    expect(endpoint.health.describe()).toMatchObject({ state: 'backing-off', failures: 1 });
    endpoint.failed(one, endpoint.sent(one), '503');
    expect(endpoint.health.describe().failures).toBe(2);
  });

  it('are not ended by an answer to what was sent before them', () => {
    const [one, other] = [lane('a'), lane('b')];
    const early = endpoint.sent(other);
    endpoint.failed(one, endpoint.sent(one), '503');
    endpoint.answered(other, early);
    expect(endpoint.health.isOk).toBe(false);
    endpoint.answered(other, endpoint.sent(other));
    expect(endpoint.health.isOk).toBe(true);
  });

  it('are one destination’s own once another one passed in between', () => {
    const [dead, live] = [lane('dead'), lane('live')];
    endpoint.failed(dead, endpoint.sent(dead), '503');
    endpoint.answered(live, endpoint.sent(live));
    endpoint.failed(dead, endpoint.sent(dead), '503');
    endpoint.failed(dead, endpoint.sent(dead), '503');
    expect(endpoint.health.isOk).toBe(true);
    expect(dead.health.describe()).toMatchObject({ state: 'backing-off', failures: 2 });
    endpoint.answered(dead, endpoint.sent(dead));
    expect(dead.blame).toBe('none');
  });

  it('are forgotten where the destination passed at another endpoint', () => {
    const other = new Endpoint(health('other', 'endpoint'));
    const [one, live] = [lane('one'), lane('live')];
    endpoint.failed(one, endpoint.sent(one), '503');
    other.answered(one, other.sent(one));
    endpoint.answered(live, endpoint.sent(live));
    expect(one.blame).toBe('none');
  });

  it('of all destinations after that are the endpoint’s again', () => {
    const [dead, live] = [lane('dead'), lane('live')];
    endpoint.failed(dead, endpoint.sent(dead), '503');
    endpoint.answered(live, endpoint.sent(live));
    endpoint.failed(live, endpoint.sent(live), '503');
    expect(endpoint.health.isOk).toBe(false);
  });
});

describe('404', () => {
  it('passes for a rolling restart for five minutes, then is a wrong URL', async () => {
    const one = lane('a');
    endpoint.notFound(one, endpoint.sent(one), '404 Not Found');
    await jest.advanceTimersByTimeAsync(299_999);
    endpoint.notFound(one, endpoint.sent(one), '404 Not Found');
    expect(endpoint.health.describe().state).toBe('backing-off');
    await jest.advanceTimersByTimeAsync(1);
    endpoint.notFound(one, endpoint.sent(one), '404 Not Found');
    expect(endpoint.health.describe().state).toBe('paused');
  });

  it('begins anew after any other answer', async () => {
    const one = lane('a');
    endpoint.notFound(one, endpoint.sent(one), '404 Not Found');
    await jest.advanceTimersByTimeAsync(200_000);
    endpoint.failed(one, endpoint.sent(one), '503');
    await jest.advanceTimersByTimeAsync(200_000);
    endpoint.notFound(one, endpoint.sent(one), '404 Not Found');
    expect(endpoint.health.describe().state).toBe('backing-off');
  });
});

describe('a lane', () => {
  it('that may be dead has one request at a time', () => {
    const one = lane('a');
    one.parts.push(null as never);
    one.inFlight = 1;
    expect(one.nextAttempt(false)).toBe(0);
    expect(one.nextAttempt(true)).toBeUndefined();
    one.blame = 'accused';
    expect(one.nextAttempt(false)).toBeUndefined();
    one.inFlight = 0;
    expect(one.nextAttempt(false)).toBe(0);
  });
});

describe('health', () => {
  it('tells since when, until when, and when it is down', async () => {
    const one = health('e', 'endpoint');
    const start = Date.now();
    one.failed('x');
    await jest.advanceTimersByTimeAsync(1000);
    one.failed('x');
    const { since, until, failures, down } = one.describe();
    expect([failures, down]).toEqual([2, false]);
    expect(until! - since).toBe(1500);
    expect(Math.abs(since - start)).toBeLessThan(60_000);
    for (let i = 0; i < 10; i++) one.failed('x');
    expect(told.map((state) => [state.cause, state.down])).toEqual([
      ['x', false],
      ['x', true],
    ]);
    one.healed();
    one.healed();
    expect(told).toHaveLength(3);
  });

  it('goes between backing off and paused', () => {
    const one = health('e', 'endpoint');
    one.pause('token');
    one.failed('busy');
    one.pause('token');
    expect(told.map(({ state }) => state)).toEqual(['paused', 'backing-off', 'paused']);
    expect(one.isPaused).toBe(true);
  });
});
