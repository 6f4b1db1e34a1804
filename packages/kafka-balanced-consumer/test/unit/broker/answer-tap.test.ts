import { describe, expect, test } from '@jest/globals';
import type { Cluster } from 'kafkajs';
import { tapAnswers } from '../../../src/broker/answer-tap.js';
import type { Response } from '../../../src/broker/response-reader.js';

const internals = expect.objectContaining({ code: 'KBC_INTERNALS' });
const memory = (bytes: number): Buffer => Buffer.allocUnsafeSlow(bytes);

/** A connection as kafkajs has it, as far as it is touched. */
function connectionWith(overrides: object = {}) {
  const got: Response[] = [];
  const theirs: Buffer[] = [];
  return {
    got,
    theirs,
    authHandlers: null as object | null,
    chunks: [] as Buffer[],
    bytesBuffered: 0,
    bytesNeeded: 4,
    socket: {} as object,
    requestQueue: { fulfillRequest: (response: Response) => got.push(response) },
    processData(bytes: Buffer) {
      theirs.push(bytes);
    },
    ...overrides,
  };
}

async function tapped<T extends object>(connection: T): Promise<T> {
  const builder = { build: () => Promise.resolve({ pool: [connection] }) };
  tapAnswers({ connectionPoolBuilder: builder } as unknown as Cluster, memory);
  await builder.build();
  return connection;
}

const answer = Buffer.from([0, 0, 0, 6, 0, 0, 0, 7, 0x61, 0x62]);

describe('another kafkajs than expected is told at the start', () => {
  test('a cluster without connections', () => {
    expect(() => tapAnswers({} as Cluster, memory)).toThrow(internals);
  });

  test.each([
    { requestQueue: {} },
    { authHandlers: undefined },
    { bytesBuffered: undefined },
    { bytesNeeded: 8 },
    { chunks: undefined },
    { processData: undefined },
  ])('a connection that is made otherwise: %j', async (overrides) => {
    await expect(tapped(connectionWith(overrides))).rejects.toEqual(internals);
  });
});

test('answers reach the requests that wait for them', async () => {
  const connection = await tapped(connectionWith());
  connection.processData(answer.subarray(0, 5));
  connection.processData(Buffer.concat([answer.subarray(5), answer]));
  expect(connection.got).toMatchObject([
    { correlationId: 7, size: 6 },
    { correlationId: 7, size: 6 },
  ]);
  expect(connection.got[0]?.payload.toString()).toBe('ab');
  expect(connection.theirs).toEqual([]);
});

test('the answer to a login goes to kafkajs, as bytes of its own', async () => {
  const connection = await tapped(connectionWith());
  connection.authHandlers = {};
  const bytes = Buffer.from(answer);
  connection.processData(bytes);
  bytes.fill(0xdd);
  expect(connection.theirs).toEqual([answer]);
  connection.authHandlers = null;
  connection.processData(answer);
  expect(connection.got).toHaveLength(1);
});

test('half an answer of a socket that broke is not put before what the next one brings', async () => {
  const connection = await tapped(connectionWith());
  connection.processData(answer.subarray(0, 9));
  connection.socket = {};
  connection.processData(answer);
  expect(connection.got).toHaveLength(1);
  // kafkajs keeps such a half, and never gets over it.
  connection.bytesBuffered = 9;
  connection.socket = {};
  connection.processData(answer);
  expect(connection.got).toHaveLength(2);
});

test('what is no answer breaks the connection', async () => {
  const broken: unknown[] = [];
  const connection = await tapped(
    connectionWith({ socket: { destroy: (error: unknown) => broken.push(error) } }),
  );
  connection.processData(Buffer.from([0xff, 0xff, 0xff, 0xff]));
  expect(broken).toEqual([expect.objectContaining({ message: expect.stringContaining('no Kafka broker') })]);
});
