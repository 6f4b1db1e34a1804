import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Response, ResponseReader } from '../../../src/broker/response-reader.js';

const memory = (bytes: number): Buffer => Buffer.allocUnsafeSlow(bytes);

function wire(correlationId: number, payload: Uint8Array): Buffer {
  const head = Buffer.alloc(8);
  head.writeInt32BE(payload.length + 4);
  head.writeInt32BE(correlationId, 4);
  return Buffer.concat([head, payload]);
}

describe('answers', () => {
  test('are put together whatever pieces the socket brings, though it reads into the same buffer again', () => {
    const answers = fc.array(fc.uint8Array({ maxLength: 40_000, size: 'max' }), { maxLength: 5 });
    const cuts = fc.array(fc.integer({ min: 1, max: 30_000 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(answers, cuts, (payloads, sizes) => {
        const got: Response[] = [];
        const reader = new ResponseReader(memory, (response) => got.push(response));
        const bytes = Buffer.concat(payloads.map((payload, id) => wire(id, payload)));
        const readBuffer = Buffer.alloc(30_000);
        for (let at = 0, turn = 0; at < bytes.length; turn++) {
          const length = bytes.copy(readBuffer, 0, at, at + (sizes[turn % sizes.length] as number));
          reader.take(readBuffer.subarray(0, length));
          readBuffer.fill(0xdd);
          at += length;
        }
        expect(got.map(({ correlationId, size }) => [correlationId, size])).toEqual(
          payloads.map((payload, id) => [id, payload.length + 4]),
        );
        for (const [id, payload] of payloads.entries()) expect(got[id]?.payload.equals(payload)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  test('of a length that cannot be are no answers', () => {
    const reader = new ResponseReader(memory, () => {});
    expect(() => reader.take(Buffer.from('HTTP/1.1 400 Bad Request').fill(0xff, 0, 4))).toThrow(
      /no Kafka broker/,
    );
    expect(() => new ResponseReader(memory, () => {}).take(Buffer.from([0, 0, 0, 3]))).toThrow(RangeError);
  });

  test('that claim to be huge get memory as their bytes come', () => {
    const asked: number[] = [];
    const reader = new ResponseReader(
      (bytes) => {
        asked.push(bytes);
        return Buffer.alloc(asked.length === 1 ? 32 * 1024 : bytes);
      },
      () => {},
    );
    // What a TLS port says to a plaintext client begins so.
    reader.take(Buffer.from([0x15, 0x03, 0x03, 0x00, 0x02]));
    expect(asked).toEqual([64 * 1024 * 1024]);
    reader.take(Buffer.alloc(20 * 1024));
    expect(asked).toEqual([64 * 1024 * 1024]);
    // No answer has that many bytes here: the memory that stands for 64 MiB is small.
    reader.take(Buffer.alloc(12 * 1024));
    expect(asked).toEqual([64 * 1024 * 1024, 64 * 1024]);
  });
});
