import { describe, expect, test } from '@jest/globals';
import { fatalErrorOf, isFatal } from '../../src/broker/failure.js';
import { ConsumerError, consumerErrorCodes, isConsumerError } from '../../src/errors.js';
import { resolveOptions } from '../../src/options.js';

describe('ConsumerError', () => {
  test('is told by its brand, not by its class', () => {
    const error = new ConsumerError('KBC_AUTH', 'no');
    expect(isConsumerError(error)).toBe(true);
    expect(isConsumerError(new Error('no'))).toBe(false);
    expect(isConsumerError(null)).toBe(false);
    expect(error.code).toBe('KBC_AUTH');
  });

  test('every code says what to do', () => {
    for (const { meaning, remedy } of Object.values(consumerErrorCodes)) {
      expect(meaning).toMatch(/\w.*\.$/);
      expect(remedy).toMatch(/\w.*\.$/);
    }
  });
});

describe('fatalErrorOf', () => {
  const kafka = (fields: object) => Object.assign(new Error('said the broker'), fields);

  test('finds the reason anywhere in the chain of causes', () => {
    const outer = kafka({
      name: 'KafkaJSNonRetriableError',
      cause: kafka({ type: 'GROUP_AUTHORIZATION_FAILED' }),
    });
    expect(fatalErrorOf(outer)).toMatchObject({ code: 'KBC_AUTH' });
    expect(fatalErrorOf(kafka({ type: 'INCONSISTENT_GROUP_PROTOCOL' }))).toMatchObject({
      code: 'KBC_OTHER_ASSIGNOR',
    });
    const own = new ConsumerError('KBC_UNREADABLE_BATCH', 'lz4');
    expect(fatalErrorOf(kafka({ cause: own }))).toBe(own);
  });

  test('what passes is not fatal', () => {
    expect(isFatal(kafka({ name: 'KafkaJSConnectionError' }))).toBe(false);
    expect(isFatal(kafka({ type: 'GROUP_LOAD_IN_PROGRESS' }))).toBe(false);
    expect(isFatal(undefined)).toBe(false);
  });
});

describe('resolveOptions', () => {
  const base = { brokers: ['a:1'], groupId: 'g', topics: ['t'], onRecords: () => {} };

  test('keeps fetches within half the memory', () => {
    const { fetchBytes, fetchBytesPerPartition } = resolveOptions({ ...base, maxHeldBytes: 2 * 1024 * 1024 });
    expect([fetchBytes, fetchBytesPerPartition]).toEqual([1024 * 1024, 1024 * 1024]);
  });

  test.each([
    ['brokers', { brokers: [] }],
    ['topics', { topics: [] }],
    ['groupId', { groupId: '' }],
    ['commitIntervalMs', { commitIntervalMs: 0 }],
    ['fetchBytes', { fetchBytes: 1024 ** 3 }],
    ['maxHeldBytes', { maxHeldBytes: Number.NaN }],
  ])('refuses a wrong %s by name', (name, wrong) => {
    expect(() => resolveOptions({ ...base, ...wrong })).toThrow(
      expect.objectContaining({ code: 'KBC_OPTIONS', message: expect.stringContaining(name) }),
    );
  });
});
