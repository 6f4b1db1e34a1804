import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { until } from '../until.js';
import { type Bench, openBench } from './members.js';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
}, 120_000);
afterAll(() => bench.close());

/*
 * Three members start together. The first joins and is told to leave, the others are told so in the middle of a join
 * or a rejoin. Whoever stays behind in the books of the broker holds up the next start until its session times out;
 * a broker refuses to delete a group that has members, so that is what is asked.
 */
test('members that leave in the middle of a join are out of the group when leave() resolves', async () => {
  const topic = await bench.topic(4);
  for (let round = 0; round < 6; round++) {
    const groupId = `g-${randomUUID()}`;
    const members = Array.from({ length: 3 }, () => bench.member({ topics: [topic], groupId }));
    await until('a first join', () => members.some((member) => member.joins().length > 0));
    await Promise.all(members.map((member) => member.leave()));
    await expect(bench.admin.deleteGroup(groupId)).resolves.toBeUndefined();
    // An orderly end is no reason for a warning; a young broker that gives away its group coordinators is one.
    const warnings = members.flatMap((member) => member.warnings());
    expect(warnings.filter((words) => !words.includes('coordinator'))).toEqual([]);
  }
}, 120_000);
