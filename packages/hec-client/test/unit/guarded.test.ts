import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { guarded } from '../../src/guarded.js';

afterEach(() => {
  jest.useRealTimers();
});

describe('guarded', () => {
  it('lets nothing through now, and lets nothing vanish', () => {
    jest.useFakeTimers();
    guarded(() => {
      throw new Error('the caller’s');
    });
    expect(() => jest.runAllTimers()).toThrow('the caller’s');
  });
});
