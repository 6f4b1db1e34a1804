import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Destination } from '@kafka-splunk/hec-client';
import { Pump } from '../../../src/worker/pump.js';
import { FixedRoad } from '../../../src/worker/route/fixed-road.js';
import { SkipRules } from '../../../src/worker/route/skip-rules.js';
import { MemoryClient } from '../../fixtures/memory-client.js';
import { memoryRecords } from '../../fixtures/records.js';
import { rulesOf } from '../../fixtures/route-trial.js';

describe('Pump', () => {
  let client: MemoryClient;
  let skipped: string[];
  let flushes: number;
  let pump: Pump;
  let live: Destination;
  let dead: Destination;

  beforeEach(() => {
    client = new MemoryClient();
    live = client.destination({ kind: 'raw', index: 'live' });
    dead = client.destination({ kind: 'raw', index: 'dead' });
    skipped = [];
    flushes = 0;
    const skips = new SkipRules(rulesOf('endpoint: raw').unrouted, {
      skip: (_batch, from, to, reason) => skipped.push(`${reason} ${from}-${to}`),
      refuse: () => {},
    });
    pump = new Pump({
      flush: () => flushes++,
      road: ({ topic }) =>
        new FixedRoad({
          client,
          skips,
          destination: topic === 'dead' ? dead : live,
          head: undefined,
          timed: true,
        }),
    });
  });

  test('records go into batches in order, over the limits of batches', () => {
    pump.accept(memoryRecords(['a', 'b', 'c', 'd', 'e', 'f', 'g']));
    expect(client.values()).toEqual(['abc', 'def', 'g']);
  });

  test('tombstones and empty values are skipped and told apart; what follows is still sent', () => {
    const records = memoryRecords([null, null, '', 'a', '', null, 'b']);
    pump.accept(records);
    expect(skipped).toEqual(['tombstone 0-2', 'empty 2-3', 'empty 4-5', 'tombstone 5-6']);
    expect(client.values()).toEqual(['ab']);
  });

  test('where a destination has no room its records wait in order, the others go on', () => {
    client.full.add(dead.label);
    pump.accept(memoryRecords(['x', 'y'], { topic: 'dead' }));
    pump.accept(memoryRecords(['a'], { topic: 'live' }));
    pump.accept(memoryRecords(['z'], { topic: 'dead' }));
    expect(client.sent.map(({ destination }) => destination)).toEqual([live]);
    expect(client.values()).toEqual(['a']);
    client.full.clear();
    pump.room();
    expect(client.values()).toEqual(['a', 'xyz']);
  });

  test('unsent records of a lost partition are let go and never sent', () => {
    client.full.add(live.label);
    const records = memoryRecords(['a']);
    pump.accept(records);
    expect(records.holds).toBe(1);
    pump.lost([{ topic: 't', partition: 0 }]);
    expect(records.holds).toBe(0);
    client.full.clear();
    pump.room();
    expect(client.sent).toEqual([]);
  });

  test('while draining nothing waits in an open batch', () => {
    pump.accept(memoryRecords(['a']));
    expect(flushes).toBe(0);
    pump.drain();
    expect(flushes).toBe(1);
    pump.accept(memoryRecords(['b']));
    expect(flushes).toBe(2);
    pump.room();
    expect(flushes).toBe(3);
  });

  test('a batch that was taken whole is held by its runs alone', () => {
    const records = memoryRecords(['a', 'b']);
    pump.accept(records);
    expect(records.holds).toBe(1);
  });
});
