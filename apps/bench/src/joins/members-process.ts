// A process with several members of one group, which tells what becomes of them.
import { type BalancedConsumer, createBalancedConsumer } from '@kafka-splunk/kafka-balanced-consumer';
import { tallyTheWire } from './wire-tally.js';
import type { Order, Word } from './words.js';

const [brokers, topic, groupId] = process.argv.slice(2) as [string, string, string];
const tally = tallyTheWire();
const members = new Map<number, BalancedConsumer>();
const say = (word: Word) => process.send?.(word);

function start(member: number): void {
  const consumer = createBalancedConsumer({
    brokers: brokers.split(','),
    groupId,
    topics: [topic],
    // As the program has it.
    sessionTimeoutMs: 10_000,
    onRecords: (batch) => consumer.settle(batch, 0, batch.count),
    onEvent(event) {
      const at = Date.now();
      if (event.kind === 'rebalancing') say({ kind: 'joining', member, at });
      if (event.kind === 'warning') say({ kind: 'warning', member, at, message: event.message });
      if (event.kind !== 'joined') return;
      const partitions = [...event.kept, ...event.gained].map(({ partition }) => partition);
      say({ kind: 'joined', member, at, generation: event.generation, partitions });
    },
  });
  members.set(member, consumer);
  say({ kind: 'joining', member, at: Date.now() });
  consumer.run().catch((error: Error) => {
    say({ kind: 'warning', member, at: Date.now(), message: `ended: ${error.message}` });
  });
}

async function leave(member: number): Promise<void> {
  await members.get(member)?.leave();
  members.delete(member);
  say({ kind: 'left', member, at: Date.now() });
}

process.on('message', (order: Order) => {
  if (order.kind === 'start') start(order.member);
  else if (order.kind === 'leave') void leave(order.member);
  else {
    const connections = process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
    say({ kind: 'usage', apis: tally(), connections });
  }
});
process.once('disconnect', () => process.exit(0));
say({ kind: 'ready' });
