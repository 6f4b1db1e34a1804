import { describe, expect, it } from '@jest/globals';
import { HecError, type HecErrorCode, hecErrorCodes, hecReplyCodes, isHecError } from '../../src/index.js';

describe('codes', () => {
  it('of answers go from 0 to 28, each with a text and a remedy', () => {
    expect(Object.keys(hecReplyCodes).map(Number)).toEqual(Array.from({ length: 29 }, (_, i) => i));
    for (const { text, remedy } of Object.values(hecReplyCodes)) expect([text, remedy]).not.toContain('');
  });

  it('of errors are branded', () => {
    for (const code of Object.keys(hecErrorCodes) as HecErrorCode[]) {
      const error = new HecError(code, 'x');
      expect(error).toMatchObject({ name: 'HecError', code, message: 'x' });
      expect(isHecError(error)).toBe(true);
    }
    expect([new Error('x'), null, undefined, { code: 'HEC_OPTION' }].map(isHecError)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
});
