import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { until } from '../until.js';
import { type Bench, numbered, openBench } from './members.js';

let bench: Bench;

beforeAll(async () => {
  bench = await openBench();
}, 60_000);

afterAll(() => bench.close(), 60_000);

describe('where it begins', () => {
  test('latest: the end at first sight, and nothing is skipped by a restart before the first commit', async () => {
    const topic = await bench.topic(4);
    await bench.fill(topic, 4, 10);
    const groupId = `g-${randomUUID()}`;
    // Two members from the start: one leader decides for both.
    const members = [1, 2].map(() => bench.member({ topics: [topic], groupId, initialOffset: 'latest' }));
    await until('two each', () => members.every((member) => member.assigned.length === 2));
    await until('the ends to be committed', async () => {
      const committed = await bench.admin.committedOffsets(groupId, topic);
      return committed.length === 4 && committed.every(({ offset }) => offset === 10);
    });
    await Promise.all(members.map((member) => member.leave()));
    expect(members.map((member) => member.total)).toEqual([0, 0]);
    await bench.fill(topic, 4, 5, 10);
    const again = bench.member({ topics: [topic], groupId, initialOffset: 'latest' });
    await again.has(20);
    for (let partition = 0; partition < 4; partition++) {
      expect(again.seen.get(partition)).toEqual(numbered(partition, 5, 10));
    }
    await again.leave();
  }, 60_000);

  test('latest: partitions that appear later begin at their first record', async () => {
    const topic = await bench.topic(1);
    await bench.fill(topic, 1, 10);
    const member = bench.member({ topics: [topic], initialOffset: 'latest', metadataMaxAgeMs: 200 });
    await member.joined();
    await bench.admin.growTopic(topic, 3);
    await bench.fill(topic, 3, 7, 10);
    // Held against the log and not against what was sent: a producer's retry may write a record twice.
    const ends = new Map((await bench.admin.bounds(topic)).map(({ partition, end }) => [partition, end]));
    await until('the ends', () =>
      [0, 1, 2].every((partition) => member.offsets(partition).at(-1) === Number(ends.get(partition)) - 1),
    );
    for (const partition of [0, 1, 2]) {
      const first = partition === 0 ? 10 : 0;
      const all = Array.from({ length: Number(ends.get(partition)) - first }, (_, index) => first + index);
      expect(member.offsets(partition)).toEqual(all);
    }
    await member.leave();
  }, 60_000);

  test('a timestamp: the first record that is not older, and the end where all are', async () => {
    const topic = await bench.topic(3);
    const at = Date.UTC(2026, 0, 1);
    for (const [partition, times] of [
      [0, [-2, -1, 0, 1]],
      [1, [-2, -1]],
    ] as const) {
      const records = times.map((time) => ({
        partition,
        value: `${partition}-${time}`,
        timestamp: at + time * 1000,
      }));
      await bench.producer.send(topic, records);
    }
    const member = bench.member({ topics: [topic], initialOffset: { timestamp: at - 500 } });
    await member.has(2);
    await until('the starts to be committed', async () => {
      const committed = await bench.admin.committedOffsets(member.groupId, topic);
      return committed.map(({ offset }) => offset).join() === '4,2,0';
    });
    expect([member.seen.get(0), member.seen.get(1)]).toEqual([['0-0', '0-1'], undefined]);
    await member.leave();
  }, 60_000);

  test('explicit offsets, moved into the log; the others begin at their first record', async () => {
    const topic = await bench.topic(4);
    await bench.fill(topic, 4, 10);
    await bench.admin.deleteRecords(topic, [{ partition: 2, offset: 6 }]);
    const offsets = [
      { topic, partition: 0, offset: 8 },
      { topic, partition: 1, offset: 99 },
      { topic, partition: 2, offset: 1 },
    ];
    const member = bench.member({ topics: [topic], initialOffset: { offsets } });
    await member.has(2 + 4 + 10);
    expect([0, 1, 2, 3].map((partition) => member.seen.get(partition))).toEqual([
      numbered(0, 2, 8),
      undefined,
      numbered(2, 4, 6),
      numbered(3, 10),
    ]);
    expect(member.warningsSinceJoin()).toEqual([]);
    // A commit counts more than what is asked for.
    await member.drain();
    await member.leave();
    const again = bench.member({ topics: [topic], groupId: member.groupId, initialOffset: { offsets } });
    await again.joined();
    await bench.fill(topic, 1, 1, 10);
    await again.has(1);
    expect(again.seen.get(0)).toEqual(['0-10']);
    await again.leave();
  }, 60_000);

  test('earliest: the first record', async () => {
    const topic = await bench.topic(1);
    await bench.fill(topic, 1, 3);
    const member = bench.member({ topics: [topic] });
    await member.has(3);
    expect(member.seen.get(0)).toEqual(numbered(0, 3));
    await member.leave();
  }, 60_000);
});

describe('a log that is not what it was', () => {
  test('records deleted before they were read are counted in a warning, and the rest arrives', async () => {
    const topic = await bench.topic(1);
    await bench.fill(topic, 1, 10);
    const member = bench.member({ topics: [topic] });
    await member.has(10);
    await member.drain();
    await member.leave();
    await bench.fill(topic, 1, 20, 10);
    await bench.admin.deleteRecords(topic, [{ partition: 0, offset: 25 }]);
    const next = bench.member({ topics: [topic], groupId: member.groupId });
    await next.has(5);
    expect(next.seen.get(0)).toEqual(numbered(0, 5, 25));
    expect(next.warnings()).toContainEqual(
      expect.stringContaining(`${topic}/0: 15 offsets up to 25 are no longer`),
    );
    await until('the lag to be gone', () => next.consumer.snapshot().partitions[0]?.lag === 0);
    await next.leave();
  }, 60_000);

  test('deleted up to the end of a quiet topic: told at once, and a stop right after it skips nothing', async () => {
    const topic = await bench.topic(1);
    const first = bench.member({ topics: [topic], initialOffset: 'latest' });
    await first.joined();
    await bench.fill(topic, 1, 10);
    await first.has(10);
    await first.drain();
    await first.leave();
    const { groupId } = first;
    await bench.fill(topic, 1, 20, 10);
    await bench.admin.deleteRecords(topic, [{ partition: 0, offset: 30 }]);
    const quiet = bench.member({ topics: [topic], groupId, initialOffset: 'latest' });
    await until('the word', () => quiet.warnings().some((words) => words.includes('20 offsets up to 30')));
    expect(quiet.consumer.snapshot().partitions[0]).toMatchObject({ settledOffset: 30, lag: 0 });
    await quiet.leave();
    expect((await bench.admin.committedOffsets(groupId, topic))[0]?.offset).toBe(30);
    await bench.fill(topic, 1, 5, 30);
    const next = bench.member({ topics: [topic], groupId, initialOffset: 'latest' });
    await next.has(5);
    expect(next.seen.get(0)).toEqual(numbered(0, 5, 30));
    await next.leave();
  }, 60_000);

  test('a topic that is deleted and made anew is read from its beginning, and old outcomes are dropped', async () => {
    const topic = await bench.topic(1);
    await bench.fill(topic, 1, 50);
    const member = bench.member({ topics: [topic], metadataMaxAgeMs: 200 });
    member.settling = false;
    await member.has(50);
    await bench.admin.deleteTopic(topic);
    await until('the topic to be gone', async () => (await bench.admin.topicPartitions(topic)) === undefined);
    await bench.admin.createTopic(topic, 1);
    await bench.fill(topic, 1, 5, 1000);
    await member.has(55);
    expect(member.seen.get(0)?.slice(-5)).toEqual(numbered(0, 5, 1000));
    member.settleAll();
    await until(
      'the new commit',
      async () => (await bench.admin.committedOffsets(member.groupId, topic))[0]?.offset === 5,
    );
    await member.leave();
  }, 90_000);

  // Nothing is out of range then. With the age of metadata that programs have, and while nobody looks.
  test.each([
    ['while it is fetched', undefined],
    ['while it is paused', 200],
  ])(
    '… also where its log has reached the old place: made anew %s',
    async (_, metadataMaxAgeMs) => {
      const topic = await bench.topic(1);
      await bench.fill(topic, 1, 50);
      const member = bench.member({ topics: [topic], ...(metadataMaxAgeMs && { metadataMaxAgeMs }) });
      const committed = async () => (await bench.admin.committedOffsets(member.groupId, topic))[0]?.offset;
      await member.has(50);
      await until('the commit', async () => (await committed()) === 50);
      if (metadataMaxAgeMs) member.consumer.pause({ topic, partition: 0 }, 'the test');
      await bench.admin.deleteTopic(topic);
      await until(
        'the topic to be gone',
        async () => (await bench.admin.topicPartitions(topic)) === undefined,
      );
      await bench.admin.createTopic(topic, 1);
      await bench.fill(topic, 1, 80, 1000);
      member.consumer.resume({ topic, partition: 0 });
      await until('all of the new one', () => new Set(member.seen.get(0)).size === 50 + 80);
      await until('the new commit', async () => (await committed()) === 80);
      // Who lost the partition meanwhile, and got it back, has nothing to tell.
      if (metadataMaxAgeMs) {
        expect(member.warnings()).toContainEqual(
          expect.stringContaining(`${topic}/0: the topic was deleted and`),
        );
      }
      await member.leave();
    },
    90_000,
  );

  test('and by “latest” too, where others are read beside it: nothing of the new one is skipped', async () => {
    const [stays, renewed] = [await bench.topic(1), await bench.topic(1)];
    await bench.fill(renewed, 1, 10);
    const member = bench.member({ topics: [stays, renewed], initialOffset: 'latest' });
    await member.joined();
    await bench.fill(renewed, 1, 5, 10);
    await until('what is new', () => member.seenIn.get(renewed)?.length === 5);
    await bench.admin.deleteTopic(renewed);
    await until('its partition to be lost', () => member.assigned.length === 1);
    await bench.admin.createTopic(renewed, 1);
    await bench.fill(renewed, 1, 7, 100);
    await until('all of the new one', () => member.seenIn.get(renewed)?.length === 12);
    expect(member.seenIn.get(renewed)).toEqual([...numbered(0, 5, 10), ...numbered(0, 7, 100)]);
    await member.leave();
  }, 90_000);
});

test('a member starts by the addresses that answer, whatever the first one does', async () => {
  const topic = await bench.topic(1);
  await bench.fill(topic, 1, 3);
  // Nobody listens on port 1.
  const member = bench.member({ topics: [topic], brokers: ['127.0.0.1:1', ...bench.brokers] });
  await member.has(3);
  await member.leave();
}, 60_000);

test('the producer loses nothing to a partition that it does not know yet', async () => {
  const topic = await bench.topic(1);
  await bench.fill(topic, 1, 1);
  await bench.admin.growTopic(topic, 2);
  await bench.producer.send(topic, [{ partition: 1, value: 'new' }]);
  expect((await bench.admin.bounds(topic)).map(({ end }) => end)).toEqual([1, 1]);
  await expect(bench.producer.send(topic, [{ partition: 7, value: 'none' }])).rejects.toMatchObject({
    code: 'KBC_SEND_FAILED',
    message: expect.stringContaining('no partition 7'),
  });
}, 60_000);
