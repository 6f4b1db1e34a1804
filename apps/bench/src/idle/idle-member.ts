// A member that tells when it joins and when records come, and takes orders.
import { createBalancedConsumer } from '@kafka-splunk/kafka-balanced-consumer';
import type { Order, Word } from './words.js';

const [brokers, topic, groupId] = process.argv.slice(2) as [string, string, string];
const say = (word: Word) => process.send?.(word);
const consumer = createBalancedConsumer({
  brokers: brokers.split(','),
  groupId,
  topics: [topic],
  onRecords(batch) {
    say({ kind: 'records', at: Date.now(), partition: batch.partition });
    consumer.settle(batch, 0, batch.count);
  },
  onEvent(event) {
    if (event.kind !== 'joined') return;
    const partitions = [...event.kept, ...event.gained].map(({ partition }) => partition);
    say({ kind: 'joined', at: Date.now(), memberId: event.memberId, partitions });
  },
});
process.on('message', ({ kind, partition }: Order) => {
  if (kind === 'pause') consumer.pause({ topic, partition }, 'the benchmark');
  else consumer.resume({ topic, partition });
});
process.once('disconnect', () => process.exit(0));
await consumer.run();
