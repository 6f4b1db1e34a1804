import { describe, expect, test } from '@jest/globals';
import { type Change, fuzzing, mutated } from '@kafka-splunk/jest-preset/fuzz';
import fc from 'fast-check';
import { readSupervisorMessage, readWorkerMessage } from '../../../src/ipc/read-message.js';
import { delivery, partition, stats } from '../../fixtures/stats.js';

const messages: readonly object[] = [
  {
    type: 'stats',
    stats: stats({ partitions: [partition()], states: [delivery({ state: 'paused', cause: 'x' })] }),
  },
  { type: 'hello', protocol: 1, pid: 4711 },
  { type: 'drained', unsettled: 3 },
  { type: 'start', protocol: 1, configText: 'a: b', file: 'x.yml', worker: 0, workers: 2 },
  { type: 'drain', deadlineAt: 1_700_000_000_000 },
];

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Puts other values into the places of a message, the deeper ones too. */
function swapped(value: Json, places: readonly (readonly [number, Json])[]): Json {
  let count = 0;
  const walk = (at: Json): Json => {
    const place = count++;
    const put = places.find(([where]) => where % 60 === place);
    if (put !== undefined) return put[1];
    if (Array.isArray(at)) return at.map(walk);
    if (typeof at !== 'object' || at === null) return at;
    return Object.fromEntries(Object.entries(at).map(([key, each]) => [key, walk(each)]));
  };
  return walk(value);
}

const change = fc.tuple(fc.nat(5), fc.nat(), fc.nat());
const odd = fc.oneof(
  fc.constantFrom<Json>(null, -1, 1e308, '', [], {}, true, 'x'.repeat(1000)),
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
);
const broken = fc.oneof(
  fc
    .tuple(fc.constantFrom(...messages), fc.array(fc.tuple(fc.nat(), odd), { minLength: 1, maxLength: 3 }))
    .map(([message, places]) => swapped(JSON.parse(JSON.stringify(message)) as Json, places)),
  fc.tuple(fc.constantFrom(...messages), fc.array(change, { maxLength: 4 })).map(([message, changes]) => {
    try {
      return JSON.parse(
        mutated(Buffer.from(JSON.stringify(message)), changes as readonly Change[]).toString(),
      ) as Json;
    } catch {
      return null;
    }
  }),
);

/** Every number in it can be shown and added up. */
function sound(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.values(value).every(sound);
}

describe('messages between supervisor and workers', () => {
  test('with anything in the place of something: understood whole, or told as garbled', () => {
    fc.assert(
      fc.property(broken, (value) => {
        for (const { message, garbled } of [readWorkerMessage(value), readSupervisorMessage(value)]) {
          expect((message === undefined) !== (garbled === undefined)).toBe(true);
          expect(sound(message)).toBe(true);
          expect((garbled ?? '').length).toBeLessThan(300);
        }
      }),
      fuzzing(1500),
    );
  });
});
