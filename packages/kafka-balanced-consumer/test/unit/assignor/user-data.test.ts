import { expect, test } from '@jest/globals';
import {
  decodeMemberData,
  decodeStarts,
  encodeMemberData,
  encodeStarts,
} from '../../../src/assignor/user-data.js';

test('what a member says comes back as it was', () => {
  const data = {
    generation: 7,
    owned: [
      { topic: '__proto__', partition: 3 },
      { topic: 'a.b', partition: 0 },
    ],
  };
  expect(decodeMemberData(encodeMemberData(data))).toEqual(data);
  expect(decodeStarts(encodeStarts(new Map([['t', new Map([[0, 5]])]])))).toEqual(
    new Map([['t', new Map([[0, 5]])]]),
  );
});

test('foreign or broken user data counts as none', () => {
  for (const bytes of [
    null,
    undefined,
    Buffer.alloc(0),
    Buffer.from('{'),
    Buffer.from('{"v":2}'),
    Buffer.from('[1]'),
  ]) {
    expect(decodeMemberData(bytes)).toEqual({ owned: [], generation: -1 });
    expect(decodeStarts(bytes)).toEqual(new Map());
  }
});
