import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isBlank, jsonTextLength, WORST_ESCAPE, writeJsonText } from '../../../src/wire/json-text.js';

function escaped(text: Buffer, start = 0, end = text.length): Buffer {
  // No byte more than promised: an overrun throws.
  const target = Buffer.alloc(jsonTextLength(text, start, end) + 3);
  const view = (buffer: Buffer): DataView => new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
  const at = writeJsonText(text, view(text), start, end, target, view(target), 3);
  expect(at - 3).toBeLessThanOrEqual((end - start) * WORST_ESCAPE);
  return target.subarray(3, at);
}

describe('writeJsonText', () => {
  it('writes what JSON.stringify writes, for every valid text', () => {
    const text = fc.string({
      unit: fc.oneof(
        fc.constantFrom('"', '\\', '\n', '\u0000', '\u001f', ' ', '\u007f', '\u2028'),
        fc.constantFrom('ä', '語', '𝒳'),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      ),
    });
    fc.assert(
      fc.property(text, (value) => {
        const bytes = Buffer.from(value);
        expect(escaped(bytes).toString()).toBe(JSON.stringify(bytes.toString()).slice(1, -1));
      }),
      { numRuns: 500 },
    );
  });

  it('replaces what is not UTF-8 as TextDecoder does, whatever the bytes', () => {
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    const byte = fc.oneof(
      fc.integer({ min: 0, max: 255 }),
      fc.constantFrom(
        0xc0,
        0xc2,
        0xe0,
        0xed,
        0xef,
        0xbb,
        0xbf,
        0xf0,
        0xf4,
        0xf5,
        0x80,
        0x9f,
        0xa0,
        0x90,
        0x8f,
      ),
    );
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 40 }), (values) => {
        const bytes = Buffer.from(values);
        expect(JSON.parse(`"${escaped(bytes).toString()}"`)).toBe(decoder.decode(bytes));
      }),
      { numRuns: 2000 },
    );
  });

  it('reads only its range, even when a sequence goes on behind it', () => {
    const text = Buffer.from('xx語yy');
    expect(escaped(text, 2, 5).toString()).toBe('語');
    expect(escaped(text, 2, 4).toString()).toBe('\ufffd');
    expect(escaped(text, 7, 7).toString()).toBe('');
  });

  it('knows each control character', () => {
    for (let byte = 0; byte < 128; byte++) {
      const char = String.fromCharCode(byte);
      expect(escaped(Buffer.from(char)).toString()).toBe(JSON.stringify(char).slice(1, -1));
    }
  });
});

describe('isBlank', () => {
  it.each([
    ['', true],
    [' \t\r\n\v\f', true],
    [' x ', false],
    ['0', false],
  ])('%j is blank: %s', (text, blank) => {
    expect(isBlank(Buffer.from(text), 0, Buffer.byteLength(text))).toBe(blank);
  });
});
