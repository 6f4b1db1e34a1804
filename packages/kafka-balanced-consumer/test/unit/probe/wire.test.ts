import { expect, test } from '@jest/globals';
import { apiVersionsRequest, readFrame, readHandshakeAnswer } from '../../../src/probe/wire.js';

test('a request has its size, its number and its correlation', () => {
  const request = apiVersionsRequest(7);
  expect(request.readInt32BE(0)).toBe(request.length - 4);
  expect([request.readInt16BE(4), request.readInt16BE(6), request.readInt32BE(8)]).toEqual([18, 0, 7]);
});

test.each([
  ['nothing yet', '', 'unfinished'],
  ['half of it', '00000008 00000001', 'unfinished'],
  ['an alert of TLS, shorter than any answer', '15 03 03 00 02 02 46', 'foreign'],
  ['HTTP', Buffer.from('HTTP/1.1 400').toString('hex'), 'foreign'],
  ['the answer to another request', '00000006 00000002 0000', 'foreign'],
])('%s', (_, hex, expected) =>
  expect(readFrame(Buffer.from(hex.replaceAll(' ', ''), 'hex'), 1)).toBe(expected),
);

test('a whole answer, and what stands behind it', () => {
  const received = Buffer.from('00000006000000010022ff', 'hex');
  expect(readFrame(received, 1)).toEqual({ body: Buffer.from('0022', 'hex'), bytes: 10 });
});

test('an answer about mechanisms that is cut off says nothing', () => {
  expect(readHandshakeAnswer(Buffer.from('0021', 'hex'))).toBeUndefined();
  expect(readHandshakeAnswer(Buffer.from('002100000002', 'hex'))).toBeUndefined();
});
