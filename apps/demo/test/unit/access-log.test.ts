import { expect, test } from '@jest/globals';
import { AccessLog } from '../../src/access-log.js';

const now = Date.UTC(2026, 10, 3, 9, 5, 7, 999);
// nginx: '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent"'
const combined =
  /^\d+\.\d+\.\d+\.\d+ - - \[(\d{2}\/[A-Z][a-z]{2}\/\d{4}:\d{2}:\d{2}:\d{2} \+0000)\] "(GET|POST) \/\S*\?run=00c0ffee&n=(\d+) HTTP\/1\.1" \d{3} \d+ "[^"]+" "[^"]+"$/;

test('lines are nginx combined, with the time of now, the run and the number', () => {
  const log = new AccessLog('00c0ffee');
  for (const number of [0, 1, 12_345, 199_999_999]) {
    const [, time, , found] = combined.exec(log.line(number, now).toString()) ?? [];
    expect([time, found]).toEqual(['03/Nov/2026:09:05:07 +0000', String(number)]);
  }
});

test('the time moves on with the second', () => {
  const log = new AccessLog('00c0ffee');
  expect(log.line(0, now).toString()).toContain(':09:05:07 ');
  expect(log.line(0, now + 1).toString()).toContain(':09:05:08 ');
  expect(log.line(0, now).toString()).toContain(':09:05:07 ');
});

test('a line is about 210 bytes', () => {
  const log = new AccessLog('00c0ffee');
  let bytes = 0;
  for (let number = 0; number < 10_000; number++) bytes += log.line(number, now).length;
  expect(bytes / 10_000).toBeGreaterThan(180);
  expect(bytes / 10_000).toBeLessThan(230);
});
