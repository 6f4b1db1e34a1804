// Ours: looks at each value, settles at once, and so commits four times a second.
import { createBalancedConsumer } from '@kafka-splunk/kafka-balanced-consumer';
import { LapCounter } from './lap.js';

const [brokers, topic, events, reuse] = process.argv.slice(2) as [string, string, string, string?];
const counter = new LapCounter(Number(events));
let bytes = 0;
const consumer = createBalancedConsumer({
  brokers: brokers.split(','),
  groupId: `balanced-${process.pid}`,
  topics: [topic],
  reuseMemory: reuse !== undefined,
  onEvent(event) {
    if (event.kind === 'joined') counter.begin();
  },
  onRecords(batch) {
    for (let i = 0; i < batch.count; i++) bytes += batch.valueEnd(i) - batch.valueStart(i);
    consumer.settle(batch, 0, batch.count);
    counter.seen(batch.count);
  },
});
process.once('disconnect', () => process.exit(bytes < 0 ? 1 : 0));
await consumer.run();
