import { describe, expect, test } from '@jest/globals';
import type { Cluster } from 'kafkajs';
import { IdleFetches } from '../../../src/broker/idle-fetches.js';

const internals = expect.objectContaining({ code: 'KBC_INTERNALS' });
const USUAL_MS = 500;

/** One connection for fetches of a broker; its answers are given by the test. */
class FakeConnection {
  versions: unknown = 'not asked yet';
  supported: unknown = null;
  rejected: Error | undefined;
  disconnected = false;
  destroyed = false;
  readonly socket = {
    destroy: () => {
      this.destroyed = true;
    },
  };
  readonly requestQueue = {
    rejectAll: (error: Error) => {
      this.rejected = error;
    },
  };
  setVersions(versions: unknown) {
    this.versions = versions;
  }
  getSupportAuthenticationProtocol() {
    return this.supported;
  }
  setSupportAuthenticationProtocol(supported: unknown) {
    this.supported = supported;
  }
  disconnect() {
    this.disconnected = true;
    return Promise.resolve(true);
  }
}

interface Sent {
  readonly waitMs: number;
  readonly by: FakeConnection;
  answer(records: number): void;
}

class FakePool {
  readonly host = 'broker';
  readonly port = 9092;
  readonly pool = [new FakeConnection(), new FakeConnection()];
  readonly sent: Sent[] = [];

  async send({ request }: { request: { encode(): Promise<{ buffer: Buffer }> } }) {
    const { buffer } = await request.encode();
    const by = this.pool[1] as FakeConnection;
    return new Promise((resolve) => {
      const answer = (records: number) =>
        resolve({ responses: [{ partitions: [{ messages: new Array(records).fill('record') }] }] });
      this.sent.push({ waitMs: buffer.readInt32BE(4), by, answer });
    });
  }
}

function fetchRequest(waitMs = USUAL_MS) {
  const buffer = Buffer.alloc(20);
  buffer.writeInt32BE(waitMs, 4);
  return { request: { apiName: 'Fetch', encode: () => Promise.resolve({ buffer }) } };
}

async function idle(mayGrow = () => true) {
  const connectionPoolBuilder = { build: () => Promise.resolve(new FakePool()) };
  const cluster = { connectionPoolBuilder } as unknown as Cluster;
  const fetches = new IdleFetches(cluster, { usualMs: USUAL_MS, longestMs: 2000, mayGrow });
  const pool = await connectionPoolBuilder.build();
  let asked = 0;
  const fetch = async () => {
    const answer = pool.send(fetchRequest()) as Promise<{ responses: readonly unknown[] }>;
    asked++;
    while (pool.sent.length < asked) await Promise.resolve();
    return { answer, sent: pool.sent.at(-1) as Sent };
  };
  /** Fetches that bring so many records each. */
  const rounds = async (count: number, records: number) => {
    for (let round = 0; round < count; round++) {
      const { answer, sent } = await fetch();
      sent.answer(records);
      await answer;
    }
  };
  return { fetches, pool, fetch, rounds };
}

describe('how long a fetch waits', () => {
  test('longer when several have brought nothing, and as usual once one has brought something', async () => {
    const { pool, rounds, fetches } = await idle();
    await rounds(5, 0);
    expect(pool.sent.map(({ waitMs }) => waitMs)).toEqual([500, 500, 500, 500, 2000]);
    await rounds(1, 3);
    await rounds(1, 0);
    expect(pool.sent.slice(-2).map(({ waitMs }) => waitMs)).toEqual([2000, 500]);
    expect(fetches.long).toBe(false);
  });

  test('as usual while it may not grow', async () => {
    const { pool, rounds } = await idle(() => false);
    await rounds(8, 0);
    expect(new Set(pool.sent.map(({ waitMs }) => waitMs))).toEqual(new Set([USUAL_MS]));
  });
});

describe('a fetch that is on its way', () => {
  test('fails with the error it is given where it waits longer than usual, and the next goes by a new connection', async () => {
    const { fetches, pool, fetch, rounds } = await idle();
    await rounds(4, 0);
    const old = pool.pool[1] as FakeConnection;
    old.setVersions('versions of this broker');
    old.setSupportAuthenticationProtocol(true);
    const { answer } = await fetch();
    expect(fetches.long).toBe(true);
    const error = new Error('join again');
    fetches.endLong(error);
    await expect(answer).rejects.toBe(error);
    expect(fetches.long).toBe(false);
    const { sent } = await fetch();
    expect(sent.by).not.toBe(old);
    expect(sent.by).toMatchObject({ versions: 'versions of this broker', supported: true });
    expect(old).toMatchObject({ disconnected: true, destroyed: true, rejected: expect.any(Error) });
  });

  test('is left alone where it waits as usual, until all are ended', async () => {
    const { fetches, fetch } = await idle();
    const { answer } = await fetch();
    fetches.endLong(new Error('join again'));
    fetches.endAll();
    expect(await answer).toMatchObject({ responses: [] });
  });
});

describe('another kafkajs than expected is told at the start', () => {
  test('a cluster without connections', () => {
    const options = { usualMs: 1, longestMs: 2, mayGrow: () => true };
    expect(() => new IdleFetches({} as Cluster, options)).toThrow(internals);
  });

  test('a pool without a connection for fetches', async () => {
    const connectionPoolBuilder = { build: () => Promise.resolve({ send: () => {}, pool: [] }) };
    const cluster = { connectionPoolBuilder } as unknown as Cluster;
    new IdleFetches(cluster, { usualMs: 1, longestMs: 2, mayGrow: () => true });
    await expect(connectionPoolBuilder.build()).rejects.toEqual(internals);
  });

  test('a request that carries its wait elsewhere', async () => {
    const { pool } = await idle();
    await expect(pool.send(fetchRequest(7))).rejects.toEqual(internals);
  });
});
