import { describe, expect, it } from '@jest/globals';
import { eventHead, isHecError } from '../../../src/index.js';

const parsed = (metadata: Parameters<typeof eventHead>[0]): unknown =>
  JSON.parse(`${eventHead(metadata).bytes.toString()}"event":"x"}`);

describe('eventHead', () => {
  it('encodes metadata and fields, special characters too', () => {
    const metadata = {
      index: 'a"b',
      source: 'übung\n',
      sourcetype: 's',
      host: 'h',
      fields: { 'k"': 'v\\', list: ['1', '2'] },
    };
    expect(parsed(metadata)).toEqual({ ...metadata, event: 'x' });
    expect(parsed({})).toEqual({ event: 'x' });
  });

  it('knows whether it names an index', () => {
    expect(eventHead({ index: 'main' }).ownIndex).toBe(true);
    expect(eventHead({ source: 'main' }).ownIndex).toBe(false);
  });

  it.each([
    ['a key that Splunk does not know', { severity: 'x' }],
    ['a number', { index: 1 }],
    ['an empty text', { host: '' }],
    ['nested fields', { fields: { a: { b: 'c' } } }],
    ['a list of numbers', { fields: { a: [1] } }],
    ['a list for fields', { fields: ['a'] }],
  ])('refuses %s', (_what, metadata) => {
    expect(() => eventHead(metadata as never)).toThrow(expect.objectContaining({ code: 'HEC_HEAD' }));
    try {
      eventHead(metadata as never);
    } catch (error) {
      expect(isHecError(error)).toBe(true);
    }
  });
});
