import { setTimeout as sleep } from 'node:timers/promises';
import { removeMember } from '@kafka-splunk/kafka-balanced-consumer/admin';
import { createRecordProducer } from '@kafka-splunk/kafka-balanced-consumer/producer';
import type { IdlePlace } from './cpu.js';
import { IdleProcess } from './idle-process.js';

/** How long something took that must not suffer from idling, milliseconds, one figure for each round. */
export interface Latency {
  readonly name: string;
  readonly ms: readonly number[];
}

/** Long enough for the fetches of a member to have grown long. */
const IDLE_MS = 5000;

/** Measures what an idle member must still do soon, so many rounds of each. */
export async function idleLatencies(
  { brokers, topic, partitions }: IdlePlace,
  rounds: number,
  say: (line: string) => void,
): Promise<Latency[]> {
  const groupId = 'idle-latency';
  const first: number[] = [];
  const resumed: number[] = [];
  const known: number[] = [];
  const takenOver: number[] = [];
  const producer = createRecordProducer({ brokers });
  const stays = new IdleProcess(brokers, topic, groupId);
  try {
    await stays.owns(partitions);
    for (let round = 1; round <= rounds; round++) {
      say(`round ${round} of ${rounds}`);
      const partition = round % partitions;
      const write = () => producer.send(topic, [{ partition, value: 'x' }]);
      const records = async (since: number) =>
        (
          await stays.said(
            'a record',
            since,
            (word) => word.kind === 'records' && word.partition === partition,
          )
        ).at - since;

      await sleep(IDLE_MS);
      let since = Date.now();
      await write();
      first.push(await records(since));

      stays.order({ kind: 'pause', partition });
      // A fetch that was on its way before the pause may still bring it.
      await sleep(IDLE_MS);
      await write();
      await sleep(IDLE_MS);
      since = Date.now();
      stays.order({ kind: 'resume', partition });
      resumed.push(await records(since));

      const goes = new IdleProcess(brokers, topic, groupId);
      await goes.owns(partitions / 2);
      await stays.owns(partitions / 2, Date.now() - 60_000);
      await sleep(IDLE_MS);
      const { membership } = goes;
      await goes.kill();
      if (membership?.partitions[0] === undefined) throw new Error('the second member got nothing');
      const { memberId } = membership;
      const [moved] = membership.partitions;
      await producer.send(topic, [{ partition: moved, value: 'x' }]);
      since = Date.now();
      await removeMember({ brokers, groupId, memberId });
      known.push((await stays.owns(partitions, since)).at - since);
      const word = await stays.said(
        'a record of it',
        since,
        (each) => each.kind === 'records' && each.partition === moved,
      );
      takenOver.push(word.at - since);
    }
  } finally {
    await stays.kill();
    await producer.close();
  }
  return [
    { name: 'a record that comes, until it is handed on', ms: first },
    { name: 'a partition that is resumed, until its first record', ms: resumed },
    { name: 'a member that was killed and taken out, until the other has its partitions', ms: known },
    { name: '… until the first record of one of them', ms: takenOver },
  ];
}
