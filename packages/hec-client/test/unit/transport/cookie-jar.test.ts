import { describe, expect, it } from '@jest/globals';
import { CookieJar } from '../../../src/transport/cookie-jar.js';

describe('a cookie jar', () => {
  it('gives back what it was given, the newest value of each', () => {
    const jar = new CookieJar();
    expect(jar.header(0)).toBeUndefined();
    jar.take(['AWSALB=one==; Path=/; HttpOnly', 'other=2'], 0);
    jar.take(['AWSALB=three; Expires=Wed, 21 Oct 2065 07:28:00 GMT'], 0);
    expect(jar.header(0)).toBe('AWSALB=three; other=2');
  });

  it('forgets what has expired; Max-Age counts before Expires', () => {
    const jar = new CookieJar();
    jar.take(['a=1; Max-Age=10; Expires=Thu, 01 Jan 1970 00:00:00 GMT', 'b=2', 'c=3'], 0);
    expect(jar.header(9999)).toBe('a=1; b=2; c=3');
    expect(jar.header(10_000)).toBe('b=2; c=3');
    jar.take(['b=; Max-Age=0', 'c=; Expires=Thu, 01 Jan 1970 00:00:00 GMT'], 10_000);
    expect(jar.header(10_000)).toBeUndefined();
  });

  it('leaves out what no header can carry, and has a bound', () => {
    const jar = new CookieJar();
    jar.take(['', 'nothing', '=x', 'a=b\u0001', 'fine=1'], 0);
    expect(jar.header(0)).toBe('fine=1');
    jar.take(
      Array.from({ length: 500 }, (_, i) => `c${i}=1`),
      0,
    );
    expect(jar.header(0)!.split('; ')).toHaveLength(50);
  });

  it('gives back 4 KiB at most: servers refuse requests with larger headers for good', () => {
    const jar = new CookieJar();
    jar.take(
      ['small=1', `large=${'x'.repeat(5000)}`, `two=${'x'.repeat(3000)}`, `three=${'x'.repeat(3000)}`],
      0,
    );
    expect(jar.header(0)).toBe(`small=1; two=${'x'.repeat(3000)}`);
  });
});
