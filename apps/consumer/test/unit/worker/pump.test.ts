import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Destination } from '@kafka-splunk/hec-client';
import { BatchRuns } from '../../../src/worker/batch-runs.js';
import { type BatchSource, type FillableBatch, Pump } from '../../../src/worker/pump.js';
import { memoryRecords } from '../../fixtures/records.js';

const live: Destination = { kind: 'raw', label: 'live' };
const dead: Destination = { kind: 'raw', label: 'dead' };

/** A client that keeps what is appended, gives batches of `size` events, and can be told to have no room. */
class MemoryClient implements BatchSource {
  readonly sent: { destination: string; values: string[] }[] = [];
  readonly full = new Set<Destination>();
  flushes = 0;
  size = 3;
  readonly #open = new Map<Destination, FillableBatch>();

  open(destination: Destination): FillableBatch | undefined {
    if (this.full.has(destination)) return undefined;
    const known = this.#open.get(destination);
    if (known !== undefined) return known;
    const values: string[] = [];
    this.sent.push({ destination: destination.label, values });
    const batch = {
      destination,
      context: new BatchRuns(),
      events: 0,
      append: (buffer: Buffer, start: number, end: number): number => {
        if (values.length === this.size) {
          this.#open.delete(destination);
          return -1;
        }
        batch.events++;
        return values.push(buffer.toString('utf8', start, end)) - 1;
      },
      appendEnvelope: (): number => {
        throw new Error('the pump has no envelopes of its own');
      },
    };
    this.#open.set(destination, batch);
    return batch;
  }

  flush(): void {
    this.flushes++;
  }
}

describe('Pump', () => {
  let client: MemoryClient;
  let skipped: string[];
  let pump: Pump;

  beforeEach(() => {
    client = new MemoryClient();
    skipped = [];
    pump = new Pump({
      client,
      outlet: (topic) => ({ destination: topic === 'dead' ? dead : live }),
      skip: (_batch, from, to, reason) => skipped.push(`${reason} ${from}-${to}`),
    });
  });

  const values = () => client.sent.map(({ values }) => values.join(''));

  test('records go into batches in order, over the limits of batches', () => {
    pump.accept(memoryRecords(['a', 'b', 'c', 'd', 'e', 'f', 'g']));
    expect(values()).toEqual(['abc', 'def', 'g']);
  });

  test('tombstones and empty values are skipped and told apart; what follows is still sent', () => {
    const records = memoryRecords([null, null, '', 'a', '', null, 'b']);
    pump.accept(records);
    expect(skipped).toEqual(['tombstone 0-2', 'empty 2-3', 'empty 4-5', 'tombstone 5-6']);
    expect(values()).toEqual(['ab']);
  });

  test('where a destination has no room its records wait in order, the others go on', () => {
    client.full.add(dead);
    pump.accept(memoryRecords(['x', 'y'], { topic: 'dead' }));
    pump.accept(memoryRecords(['a'], { topic: 'live' }));
    pump.accept(memoryRecords(['z'], { topic: 'dead' }));
    expect(client.sent).toEqual([{ destination: 'live', values: ['a'] }]);
    client.full.clear();
    pump.room();
    expect(client.sent[1]).toEqual({ destination: 'dead', values: ['x', 'y', 'z'] });
  });

  test('unsent records of a lost partition are let go and never sent', () => {
    client.full.add(live);
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
    expect(client.flushes).toBe(0);
    pump.drain();
    expect(client.flushes).toBe(1);
    pump.accept(memoryRecords(['b']));
    expect(client.flushes).toBe(2);
    pump.room();
    expect(client.flushes).toBe(3);
  });

  test('a batch that was taken whole is held by its runs alone', () => {
    const records = memoryRecords(['a', 'b']);
    pump.accept(records);
    expect(records.holds).toBe(1);
  });
});
