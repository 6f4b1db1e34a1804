// The other client in JavaScript, at its own stream of messages.
import { Consumer, MessagesStreamFallbackModes, MessagesStreamModes } from '@platformatic/kafka';
import { LapCounter } from './lap.js';

const [brokers, topic, events] = process.argv.slice(2) as [string, string, string];
const counter = new LapCounter(Number(events));
const consumer = new Consumer({
  clientId: 'bench',
  groupId: `platformatic-${process.pid}`,
  bootstrapBrokers: brokers.split(','),
  maxBytes: 8 * 1024 * 1024,
});
counter.begin();
const stream = await consumer.consume({
  topics: [topic],
  mode: MessagesStreamModes.COMMITTED,
  fallbackMode: MessagesStreamFallbackModes.EARLIEST,
  autocommit: 250,
});
let bytes = 0;
process.once('disconnect', () => process.exit(bytes < 0 ? 1 : 0));
stream.on('data', ({ value }) => {
  bytes += value.length;
  counter.seen(1);
});
