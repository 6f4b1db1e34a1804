import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventHead } from '../../src/index.js';
import type { RecordedClient } from './recorded-client.js';
import { BUSY, hec, OK, type Reply, type ScriptedServer, type Seen } from './scripted-server.js';
import {
  addBatches,
  type ClientOptions,
  endTrial,
  numbers,
  serverOf,
  clientOf as trialClient,
} from './trial.js';

let server: ScriptedServer;
beforeEach(async () => {
  server = await serverOf();
});
afterEach(endTrial);

const clientOf = (options: ClientOptions = {}): RecordedClient =>
  trialClient({ url: server.url, concurrency: 1, ...options });

const eventOf = (line: string): string => (JSON.parse(line) as { event: string }).event;
const NUMBER = 'invalid-event-number';

/** Splunk's event endpoint with a rule about single events: it takes those before the first bad one. */
function judgeLines(
  bad: (event: string) => boolean,
  code = 6,
  offset = 0,
): { took: string[]; answer: (seen: Seen) => Reply } {
  const took: string[] = [];
  const answer = ({ lines }: Seen): Reply => {
    const events = lines.map(eventOf);
    const first = events.findIndex(bad);
    took.push(...(first < 0 ? events : events.slice(0, first)));
    return first < 0 ? OK : hec(400, code, 'Bad', { [NUMBER]: first + offset });
  };
  return { took, answer };
}

describe('what is refused costs one event', () => {
  it.each([6, 12, 13, 15])('code %i names it', async (code) => {
    const { took, answer } = judgeLines((event) => event === 'e7', code);
    server.answer(answer);
    const client = clientOf();
    client.add(client.client.destination({ kind: 'event' }), numbers(20));
    await client.flushed();
    expect(client.rejected).toEqual([{ event: 'e7', code, status: 400, text: 'Bad' }]);
    expect(took).toEqual(numbers(20).filter((event) => event !== 'e7'));
    expect(client.delivered).toEqual(took);
    expect(server.seen).toHaveLength(2);
  });

  it('code 6 at event 0 is halved until it stands alone', async () => {
    const { took, answer } = judgeLines((event) => event === 'e0');
    server.answer(answer);
    const client = clientOf();
    client.add(client.client.destination({ kind: 'event' }), numbers(16));
    await client.flushed();
    expect(client.rejected.map(({ event }) => event)).toEqual(['e0']);
    expect(took.sort()).toEqual(numbers(16).slice(1).sort());
  });

  it.each([1, 0])('code 7 for an index of its own, counted from %i', async (offset) => {
    const { took, answer } = judgeLines((event) => event.startsWith('bad'), 7, offset);
    server.answer(answer);
    const client = clientOf();
    const destination = client.client.destination({ kind: 'event' });
    client.add(destination, ['a', 'b', 'c'], eventHead({ index: 'main' }));
    client.add(destination, ['bad'], eventHead({ index: 'nowhere' }));
    client.add(destination, ['d', 'e'], eventHead({ index: 'main' }));
    await client.flushed();
    expect(client.rejected.map(({ event, code }) => [event, code])).toEqual([['bad', 7]]);
    // Where it counts from 0, the event before the guilty one was taken already: one repetition, and it is counted.
    expect(took).toEqual(offset === 1 ? ['a', 'b', 'c', 'd', 'e'] : ['a', 'b', 'c', 'c', 'd', 'e']);
    expect(client.delivered).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(client.client.snapshot().counts.duplicatesPossible).toBe(1);
    expect(client.twice).toEqual([]);
  });

  it('a body that is too large is halved; a single event that is too large is set aside', async () => {
    server.answer(({ body }) => (body.length > 1000 ? { status: 413, body: '<html>' } : OK));
    const client = clientOf();
    const events = [...numbers(300), 'x'.repeat(1500)];
    client.add(client.client.destination({ kind: 'raw' }), events);
    await client.flushed();
    expect(client.rejected).toEqual([
      { event: events[300], status: 413, text: expect.stringContaining('larger than the server takes') },
    ]);
    expect(client.delivered.sort()).toEqual(numbers(300).sort());
  });

  it('400 without a number is halved, from a proxy too', async () => {
    server.answer(({ lines }) => (lines.includes('e3') ? { status: 400, body: '<html>no</html>' } : OK));
    const client = clientOf();
    client.add(client.client.destination({ kind: 'raw' }), numbers(10));
    await client.flushed();
    expect(client.rejected).toEqual([{ event: 'e3', status: 400, text: 'Bad Request' }]);
    expect(client.delivered).toHaveLength(9);
  });

  it('blank events are not sent, keep their number, and are told', async () => {
    const client = clientOf();
    const event = client.client.destination({ kind: 'event' });
    const raw = client.client.destination({ kind: 'raw' });
    client.add(event, ['a', ' \t', '', 'b']);
    client.add(raw, ['', ' ', 'c']);
    await client.flushed();
    expect(client.rejected.map(({ event, code, status }) => [event, code, status])).toEqual([
      [' \t', 13, undefined],
      ['', 13, undefined],
      ['', 5, undefined],
    ]);
    expect(server.seen.map(({ lines }) => lines).sort()).toEqual([
      [' ', 'c'],
      ['{"event":"a"}', '{"event":"b"}'],
    ]);
  });

  it('a batch of blank events makes no request', async () => {
    const client = clientOf();
    client.add(client.client.destination({ kind: 'event' }), [' ', '']);
    expect(client.rejected).toEqual([]);
    await client.flushed();
    expect(client.rejected).toHaveLength(2);
    expect(server.seen).toEqual([]);
    expect(client.client.snapshot().heldBytes).toBe(0);
  });

  it('a number after blank events is counted as Splunk counts', async () => {
    const { answer } = judgeLines((event) => event === 'bad');
    server.answer(answer);
    const client = clientOf();
    client.add(client.client.destination({ kind: 'event' }), ['a', ' ', 'b', ' ', 'bad', ' ', 'c']);
    await client.flushed();
    expect(client.rejected.filter(({ code }) => code === 6).map(({ event }) => event)).toEqual(['bad']);
    expect(client.delivered).toEqual(['a', 'b', 'c']);
  });
});

describe('nothing is delivered on a bare 200', () => {
  it.each(['<html>captive portal</html>', '', '{"text":"?","code":99}'])('with body %j', async (body) => {
    server.answer((_seen, number) => (number < 3 ? { status: 200, body } : OK));
    const client = clientOf();
    client.add(client.client.destination({ kind: 'raw' }), ['a']);
    await client.flushed();
    expect(client.delivered).toEqual(['a']);
    expect(server.seen).toHaveLength(4);
    expect(client.client.snapshot().counts).toMatchObject({
      refused: 3,
      resentEvents: 3,
      duplicatesPossible: 3,
    });
  });

  it('24 and 25 are delivered and not sent again', async () => {
    server.answer((_seen, number) => hec(200, 24 + (number % 2)));
    const client = clientOf();
    client.add(client.client.destination({ kind: 'raw' }), ['a']);
    await client.flushed();
    client.add(client.client.destination({ kind: 'raw' }), ['b']);
    await client.flushed();
    expect(client.delivered).toEqual(['a', 'b']);
    expect(server.seen).toHaveLength(2);
  });
});

describe('sixteen rejections in a row', () => {
  it('pause the destination, hold its events, and end when something is taken', async () => {
    let healed = false;
    server.answer(({ url, lines }) => {
      if (healed || url.includes('good')) return OK;
      return hec(400, 12, 'Event field is required', { [NUMBER]: 0, lines: lines.length });
    });
    const client = clientOf({ pauseAfterRejections: 4 });
    const bad = client.client.destination({ kind: 'event', source: 'bad' });
    client.add(bad, numbers(20));
    client.client.flush();
    await client.until(() => client.states.some(({ state }) => state === 'paused'));
    expect(client.rejected).toHaveLength(4);
    expect(client.states.at(-1)).toMatchObject({ scope: 'destination', name: bad.label, state: 'paused' });
    expect(client.states.at(-1)!.cause).toContain(
      '4 events in a row were rejected: 400 Event field is required (code 12)',
    );

    client.add(client.client.destination({ kind: 'event', source: 'good' }), ['x']);
    client.client.flush();
    await client.until(() => client.delivered.includes('x'));
    // Further probes are refused as well, and nothing more is given up.
    const probes = (): number => server.seen.filter(({ url }) => url.includes('bad')).length;
    const before = probes();
    await server.until(() => probes() >= before + 4);
    expect(client.rejected).toHaveLength(4);

    healed = true;
    await client.flushed();
    expect(client.delivered).toHaveLength(17);
    expect(client.states.at(-1)).toMatchObject({ scope: 'destination', state: 'ok' });
  });

  it('that are the last events of a destination pause nothing; the next one that is refused does, and is kept', async () => {
    let healed = false;
    server.answer(() => (healed ? OK : hec(400, 12, 'Event field is required', { [NUMBER]: 0 })));
    const client = clientOf({ pauseAfterRejections: 4 });
    const destination = client.client.destination({ kind: 'event' });
    client.add(destination, numbers(4));
    await client.flushed();
    expect(client.rejected).toHaveLength(4);
    expect(client.client.snapshot()).toMatchObject({ heldBytes: 0, states: [{ state: 'ok' }] });
    expect(client.states).toEqual([]);

    client.add(destination, ['next']);
    client.client.flush();
    await client.until(() => client.states.length > 0);
    expect(client.states).toMatchObject([{ scope: 'destination', state: 'paused' }]);
    expect(client.states[0]!.cause).toMatch(/^4 events in a row were rejected: 400 Event field/);
    await server.until(() => server.seen.length >= 10);
    expect(client.rejected).toHaveLength(4);

    healed = true;
    await client.client.idle();
    expect(client.delivered).toEqual(['next']);
    expect(client.states.at(-1)).toMatchObject({ scope: 'destination', state: 'ok' });
  });

  it('end with those that were in flight together, and pause nothing for ever', async () => {
    let sent = 0;
    let open = (): void => undefined;
    const all = new Promise<void>((resolve) => {
      open = resolve;
    });
    server.answer(async () => {
      if (++sent === 8) open();
      await all;
      return hec(400, 12, 'Bad', { [NUMBER]: 0 });
    });
    const client = clientOf({ pauseAfterRejections: 4, concurrency: 8 });
    addBatches(client, numbers(8), { kind: 'event' });
    await client.until(() => client.states.length > 0);
    // Four are rejected, and the others are what it is probed with.
    expect(client.rejected).toHaveLength(4);
    server.answer(() => OK);
    await client.client.idle();
    expect(client.delivered).toHaveLength(4);
    expect(client.client.snapshot().states).toMatchObject([{ state: 'ok' }]);
  });

  it('are counted anew after each event that is taken', async () => {
    const { answer } = judgeLines((event) => Number(event.slice(1)) % 3 !== 0);
    server.answer(answer);
    const client = clientOf({ pauseAfterRejections: 4 });
    client.add(client.client.destination({ kind: 'event' }), numbers(30));
    await client.flushed();
    expect(client.rejected).toHaveLength(20);
    expect(client.delivered).toHaveLength(10);
    expect(client.states).toEqual([]);
  });
});

it('a busy answer is no outcome', async () => {
  server.answer((_seen, number) => (number < 5 ? BUSY : OK));
  const client = clientOf();
  client.add(client.client.destination({ kind: 'raw' }), numbers(5));
  await client.flushed();
  expect(client.delivered).toEqual(numbers(5));
  expect(client.twice).toEqual([]);
});
