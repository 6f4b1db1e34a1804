// A member in a process of its own, so that it can be killed. It settles at once and tells its parent how far.
import { createBalancedConsumer } from '../../dist/index.js';

const options = JSON.parse(process.argv[2]);
const consumer = createBalancedConsumer({
  ...options,
  fetchWaitMs: 100,
  onRecords: (batch) => {
    consumer.settle(batch, 0, batch.count);
    process.send([batch.partition, batch.endOffset]);
  },
});
await consumer.run();
