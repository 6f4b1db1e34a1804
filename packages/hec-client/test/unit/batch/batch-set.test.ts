import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { BatchSet, type BatchSetOptions } from '../../../src/batch/batch-set.js';
import { type Account, openAccount } from '../../../src/batch/held-bytes.js';
import type { OpenBatch } from '../../../src/batch/open-batch.js';
import type { Destination } from '../../../src/destination.js';

const MIB = 1 << 20;
const raw: Destination = { kind: 'raw', label: 'raw' };
const event: Destination = { kind: 'event', label: 'event' };
const bytes = (length: number): Buffer => Buffer.alloc(length, 'x');

function setOf(options: Partial<BatchSetOptions<null>> = {}): {
  set: BatchSet<null>;
  sealed: OpenBatch<null>[];
} {
  const sealed: OpenBatch<null>[] = [];
  const accounts = new Map<Destination, Account>();
  const set = new BatchSet<null>({
    maxBytes: MIB,
    maxEvents: Number.MAX_SAFE_INTEGER,
    lingerMs: 200,
    maxHeldBytes: 32 * MIB,
    newContext: () => null,
    account: (destination) => {
      const account = accounts.get(destination) ?? openAccount();
      accounts.set(destination, account);
      return account;
    },
    onSealed: (batch) => sealed.push(batch),
    onRoom: () => undefined,
    ...options,
  });
  return { set, sealed };
}

const append = (batch: OpenBatch<null>, text: Buffer): number => batch.append(text, 0, text.length);

describe('sealing', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('by the age of the first event, which later events do not move', async () => {
    const { set, sealed } = setOf();
    const batch = set.open(raw)!;
    for (let ms = 0; ms < 200; ms += 20) {
      append(batch, bytes(3));
      expect(sealed).toEqual([]);
      await jest.advanceTimersByTimeAsync(20);
    }
    expect(sealed).toEqual([batch]);
    expect(append(batch, bytes(1))).toBe(-1);
    expect(set.open(raw)).not.toBe(batch);
  });

  it('each batch at its own age', async () => {
    const { set, sealed } = setOf();
    append(set.open(raw)!, bytes(1));
    await jest.advanceTimersByTimeAsync(150);
    append(set.open(event)!, bytes(1));
    await jest.advanceTimersByTimeAsync(51);
    expect(sealed.map((batch) => batch.destination)).toEqual([raw]);
    await jest.advanceTimersByTimeAsync(150);
    expect(sealed.map((batch) => batch.destination)).toEqual([raw, event]);
  });

  it('by count, at once', () => {
    const { set, sealed } = setOf({ maxEvents: 3 });
    const batch = set.open(raw)!;
    expect([0, 1, 2, 3].map(() => append(batch, bytes(1)))).toEqual([0, 1, 2, -1]);
    expect(sealed).toEqual([batch]);
    set.sealAll();
  });

  it('by bytes: the event that would not fit opens the next batch', () => {
    const { set, sealed } = setOf({ maxBytes: 100 });
    const batch = set.open(raw)!;
    expect([50, 40, 20].map((size) => append(batch, bytes(size)))).toEqual([0, 1, -1]);
    expect(batch.bytes).toBe(92);
    const next = set.open(raw)!;
    expect(append(next, bytes(5000))).toBe(0);
    expect(sealed).toEqual([batch, next]);
    set.sealAll();
  });

  it('of the oldest, when 256 are open', () => {
    const { set, sealed } = setOf();
    const destinations = Array.from({ length: 257 }, (_, i): Destination => ({ kind: 'raw', label: `${i}` }));
    for (const destination of destinations) append(set.open(destination)!, bytes(1));
    expect(sealed.map((batch) => batch.destination)).toEqual([destinations[0]]);
    set.sealAll();
  });

  it('of a batch without events says nothing', () => {
    const { set, sealed } = setOf();
    const batch = set.open(raw)!;
    set.flush();
    expect(batch.isSealed).toBe(false);
    set.sealAll();
    expect(append(batch, bytes(1))).toBe(-1);
    expect(sealed).toEqual([]);
  });
});

describe('bodies', () => {
  it('hold each event between its ends, whatever the sizes', () => {
    const sizes = fc.array(fc.oneof(fc.nat(300), fc.nat(20_000)), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(sizes, fc.boolean(), (lengths, isRaw) => {
        const { set, sealed } = setOf({ maxBytes: 50_000 });
        const expected: string[] = [];
        for (const [i, length] of lengths.entries()) {
          const text = Buffer.from(`${i}"`.padEnd(length, 'y'));
          expected.push(isRaw ? `${text}` : JSON.stringify({ event: `${text}` }));
          while (append(set.open(isRaw ? raw : event)!, text) < 0);
        }
        set.sealAll();
        const got = sealed.flatMap(({ body, events }) =>
          Array.from({ length: events }, (_, n) =>
            body!.bytes.toString('utf8', n === 0 ? 0 : body!.ends[n - 1]!, body!.ends[n]! - 1),
          ),
        );
        expect(got).toEqual(expected);
      }),
    );
  });

  it('never pass the bound, beside one event that is larger', () => {
    const step = fc.record({ destination: fc.nat(4), size: fc.nat(3000), release: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const max = 40_000;
        const { set, sealed } = setOf({ maxHeldBytes: max, maxBytes: 8000 });
        const destinations = Array.from(
          { length: 5 },
          (_, i): Destination => ({ kind: 'raw', label: `${i}` }),
        );
        for (const { destination, size, release } of steps) {
          const batch = set.open(destinations[destination]!);
          if (batch !== undefined && append(batch, bytes(size + 1)) < 0) {
            const next = set.open(destinations[destination]!);
            if (next !== undefined) append(next, bytes(size + 1));
          }
          expect(set.held.total).toBeLessThanOrEqual(max + 3002 + 4);
          if (release && sealed.length > 0) set.release(sealed.shift()!);
        }
        set.sealAll();
        for (const batch of sealed) set.release(batch);
        expect(set.held.total).toBe(0);
      }),
    );
  });

  it('are used again', () => {
    const { set, sealed } = setOf();
    const used = new Set<Buffer>();
    for (let i = 0; i < 20; i++) {
      while (append(set.open(raw)!, bytes(1000)) >= 0);
      const batch = sealed.shift()!;
      used.add(batch.body!.bytes);
      set.release(batch);
    }
    expect(used.size).toBeLessThanOrEqual(3);
    set.sealAll();
  });

  it('refuse a range that is not in the buffer', () => {
    const { set } = setOf();
    const batch = set.open(raw)!;
    for (const [start, end] of [
      [0, 4],
      [-1, 2],
      [2, 1],
      [Number.NaN, 1],
    ] as const) {
      expect(() => batch.append(bytes(3), start, end)).toThrow(
        expect.objectContaining({ code: 'HEC_RANGE' }),
      );
    }
    set.sealAll();
  });
});
