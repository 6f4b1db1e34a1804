// The yardstick of reading: kafkajs's own eachBatch, which looks at each value and does nothing with it.
import * as zstd from '@bokuweb/zstd-wasm';
import kafkajs from 'kafkajs';
import { decompressFrameSync } from 'lz4-napi';
import { LapCounter } from './lap.js';

const [brokers, topic, events] = process.argv.slice(2) as [string, string, string];
const { CompressionCodecs, CompressionTypes, Kafka, logLevel } = kafkajs;
await zstd.init();
const unpackOnly = (decompress: (packed: Buffer) => Buffer) => () => ({
  compress: () => Promise.reject(new Error('not needed')),
  decompress: (packed: Buffer) => Promise.resolve(decompress(packed)),
});
CompressionCodecs[CompressionTypes.LZ4] = unpackOnly(decompressFrameSync);
CompressionCodecs[CompressionTypes.ZSTD] = unpackOnly((packed) =>
  Buffer.from(zstd.decompress(packed, { defaultHeapSize: 16 * 1024 * 1024 })),
);

const counter = new LapCounter(Number(events));
const consumer = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.ERROR }).consumer({
  groupId: `each-batch-${process.pid}`,
  maxBytes: 8 * 1024 * 1024,
  maxBytesPerPartition: 2 * 1024 * 1024,
});
let bytes = 0;
consumer.on('consumer.group_join', () => counter.begin());
await consumer.connect();
await consumer.subscribe({ topic, fromBeginning: true });
await consumer.run({
  async eachBatch({ batch }) {
    for (const { value } of batch.messages) bytes += value?.length ?? 0;
    counter.seen(batch.messages.length);
  },
});
process.once('disconnect', () => process.exit(bytes < 0 ? 1 : 0));
