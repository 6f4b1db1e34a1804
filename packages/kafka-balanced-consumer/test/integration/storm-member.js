// A member in a process of its own, with a sink that takes some milliseconds. What it delivered stands in its file
// before it settles, so that nothing is forgotten when it is killed.
import { openSync, writeSync } from 'node:fs';
import { createBalancedConsumer } from '../../dist/index.js';

const { file, ...options } = JSON.parse(process.argv[2]);
const journal = openSync(file, 'a');
const write = (line) => writeSync(journal, `${JSON.stringify(line)}\n`);

let delivered = 0;
let generation = -1;
const consumer = createBalancedConsumer({
  ...options,
  onRecords(batch) {
    const { partition, count } = batch;
    const first = batch.offset(0);
    const last = batch.offset(count - 1);
    const since = generation;
    write({ kind: 'taken', partition, generation: since, first, last });
    // A request that is on its way arrives, whether or not the partition has moved meanwhile.
    setTimeout(
      () => {
        write({ kind: 'delivered', partition, generation: since, first, last });
        consumer.settle(batch, 0, count);
        delivered += count;
        process.send?.(delivered);
      },
      5 + Math.random() * 20,
    );
  },
  onEvent(event) {
    if (event.kind === 'committed') {
      const offsets = consumer.snapshot().partitions.map((at) => [at.partition, at.committedOffset ?? 0]);
      write({ kind: 'committed', offsets });
    } else if (event.kind === 'joined') {
      generation = event.generation;
      const owned = [...event.kept, ...event.gained].map(({ partition }) => partition);
      write({ kind: 'joined', memberId: event.memberId, generation: event.generation, owned });
    } else if (['warning', 'commit-failed', 'connecting'].includes(event.kind)) {
      write({ kind: 'said', message: event.message ?? event.error.message });
    }
  },
});

process.on('message', async () => {
  consumer.stopFetching();
  const { unsettled } = await consumer.drained(AbortSignal.timeout(15_000));
  await consumer.leave();
  write({ kind: 'left', unsettled });
  process.exit(0);
});
process.on('disconnect', () => process.exit(1));

await consumer.run();
