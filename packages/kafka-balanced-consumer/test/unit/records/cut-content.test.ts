import { expect, test } from '@jest/globals';
import { ColumnBatch } from '../../../src/records/column-batch.js';
import { cutContent } from '../../../src/records/cut-content.js';
import { LentMemory } from '../../../src/records/lent-memory.js';
import { Slabs } from '../../../src/records/slab.js';
import { batchBytes, pieces, recordSet } from '../../record-bytes.js';

const contentOf = (baseOffsets: readonly number[]) => {
  const frames = baseOffsets.map((baseOffset) =>
    batchBytes({
      baseOffset,
      records: ['a', 'b', 'c'].map((name) => ({
        key: Buffer.from(`key ${baseOffset}${name}`),
        value: Buffer.from(`value ${baseOffset}${name}`),
      })),
    }),
  );
  const [piece] = pieces(recordSet(frames));
  if (piece?.kind !== 'records') throw new Error('no records');
  return piece.content;
};

function read(content: ReturnType<typeof contentOf>, from: number, to: number) {
  const cut = cutContent(content, from, to);
  if (cut === undefined) return undefined;
  const batch = new ColumnBatch(
    cut,
    1,
    new Slabs<ColumnBatch>(() => {}, new LentMemory(() => 0)),
    () => {},
    true,
  );
  return Array.from(
    { length: batch.count },
    (_, i) => `${batch.offset(i)} ${batch.key(i)} ${batch.value(i)} ${batch.timestamp(i)}`,
  );
}

test.each([
  ['without gaps', [100, 103], 101, 105, [101, 102, 103, 104]],
  ['with gaps', [100, 110], 102, 112, [102, 110, 111]],
  ['from a gap on', [100, 110], 105, 111, [110]],
  ['all of it', [100, 110], 0, 999, [100, 101, 102, 110, 111, 112]],
])('cuts records out by their offsets, %s', (_, bases, from, to, offsets) => {
  const content = contentOf(bases);
  const all = read(content, 0, 999) ?? [];
  expect(read(content, from, to)).toEqual(all.filter((line) => offsets.includes(Number.parseInt(line, 10))));
  expect(cutContent(content, from, to)?.endOffset).toBe(Math.min(to, content.endOffset));
});

test('answers nothing where no record lies', () => {
  const content = contentOf([100, 110]);
  expect(read(content, 103, 110)).toBeUndefined();
  expect(read(content, 0, 100)).toBeUndefined();
  expect(read(content, 113, 200)).toBeUndefined();
});
