// The yardstick of idling: kafkajs as it comes.
import kafkajs from 'kafkajs';

const [brokers, topic, groupId] = process.argv.slice(2) as [string, string, string];
const consumer = new kafkajs.Kafka({
  brokers: brokers.split(','),
  logLevel: kafkajs.logLevel.ERROR,
}).consumer({ groupId });
consumer.on('consumer.group_join', () => process.send?.('joined'));
await consumer.connect();
await consumer.subscribe({ topic, fromBeginning: true });
await consumer.run({ eachBatch: () => Promise.resolve() });
process.once('disconnect', () => process.exit(0));
