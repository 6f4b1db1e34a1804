// The yardstick: kafkajs's own eachBatch, values joined by newlines, one POST at a time. It keeps no ledger, splits
// nothing, retries nothing and commits by itself: what a day's work would come up with.
import { Kafka, logLevel } from 'kafkajs';
import { Pool } from 'undici';

const [brokers, topic, url] = process.argv.slice(2) as [string, string, string];
const newline = Buffer.from('\n');
const pool = new Pool(url);
const kafka = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.ERROR });
const consumer = kafka.consumer({ groupId: `bare-${process.pid}`, maxBytesPerPartition: 1024 * 1024 });

await consumer.connect();
await consumer.subscribe({ topic, fromBeginning: true });
await consumer.run({
  async eachBatch({ batch }) {
    const body = Buffer.concat(
      batch.messages.flatMap(({ value }) => (value === null ? [] : [value, newline])),
    );
    const response = await pool.request({ method: 'POST', path: '/services/collector/raw', body });
    await response.body.dump();
  },
});
process.once('disconnect', () => process.exit());
