import { expect, test } from '@jest/globals';
import type { ColumnBatch } from '../../src/records/column-batch.js';
import { at, fetched, intakeBench } from '../intake-bench.js';

const ids = (id: string): ReadonlyMap<string, string> => new Map([[at.topic, id]]);

test('a topic that was made anew is read from its beginning, and outcomes of the old one mean nothing', () => {
  const { intake, owned, events, seeks, batches } = intakeBench();
  const old = owned.gain({ ...at, offset: 100, committed: 100, commitNow: false }, false);
  intake.topicIds(ids('one'));
  intake.records(fetched(100, 110));
  const [batch] = batches as unknown as [ColumnBatch];
  old.settle(batch, 0, 5);
  intake.topicIds(ids('one'));
  intake.topicIds(new Map());
  expect([events, seeks, owned.get(at)]).toEqual([[], [], old]);

  intake.topicIds(ids('two'));
  intake.topicIds(ids('two'));
  expect(events).toEqual([
    { kind: 'warning', message: 't/0: the topic was deleted and made anew; it is read from its beginning' },
  ]);
  expect(seeks).toEqual([0]);
  const anew = owned.get(at);
  // Committed at once: the old commit may stand behind records of the new topic that nobody has read.
  expect(anew).toMatchObject({ place: 0, offsetToCommit: 0, topicId: 'two' });
  expect([batch.stale, owned.ownerOf(batch)]).toEqual([true, undefined]);
  // A drain has nothing left to wait for but that commit.
  expect([owned.inFlight, owned.unreported]).toEqual([0, 0]);
});
