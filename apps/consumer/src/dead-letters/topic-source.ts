import type { PartitionBounds, TopicAdmin } from '@kafka-splunk/kafka-balanced-consumer/admin';
import type { RecordProducer } from '@kafka-splunk/kafka-balanced-consumer/producer';
import {
  createRangeReader,
  type RangeReaderOptions,
  type RecordBatch,
} from '@kafka-splunk/kafka-balanced-consumer/range-reader';
import { keptLetter } from './dead-letter.js';
import { readTopicRecord } from './letter-headers.js';
import type { LetterSource, StoredItem } from './letter-source.js';
import { MARK_HEADER, markText, readMark } from './replay-marks.js';

/** Options of {@link TopicSource}. */
export interface TopicSourceOptions {
  readonly topic: string;
  /** How to reach the brokers, and the production group: it is not touched. */
  readonly reader: Omit<RangeReaderOptions, 'ranges' | 'onRecords'>;
  readonly producer: Pick<RecordProducer, 'send' | 'close'>;
  /** Where the topic began and ended when it was opened. */
  readonly bounds: readonly PartitionBounds[];
}

interface Waiting {
  readonly batch: RecordBatch;
  readonly from: number;
  readonly to: number;
}

/**
 * A dead-letter topic. What was replayed is noted in the topic itself, behind the dead letters: so everybody sees it, and
 * it is kept as long as they are.
 */
export class TopicSource implements LetterSource {
  readonly name: string;
  readonly #options: TopicSourceOptions;

  constructor(options: TopicSourceOptions) {
    this.#options = options;
    this.name = `the topic ${options.topic}`;
  }

  async read(visit: (item: StoredItem) => Promise<void> | void, signal?: AbortSignal): Promise<void> {
    const waiting: Waiting[] = [];
    let working: Promise<void> | undefined;
    let failure: unknown;
    const work = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const { batch, from, to } = next;
        for (let index = from; index < to; index++) {
          if (signal?.aborted || failure !== undefined) return;
          await visit(itemOf(batch, index));
          reader.settle(batch, index, index + 1);
        }
      }
    };
    const stop = (): void => void reader.stop();
    const reader = createRangeReader({
      ...this.#options.reader,
      ranges: this.#options.bounds.map(({ first, end, ...place }) => ({ ...place, from: first, to: end })),
      onRecords: (batch, from, to) => {
        waiting.push({ batch, from, to });
        // One after the other, and the reader fetches no more than it may hold: whoever visits slowly holds it up.
        working ??= work()
          .catch((error: unknown) => {
            failure = error;
            stop();
          })
          .finally(() => {
            working = undefined;
          });
      },
    });
    signal?.addEventListener('abort', stop, { once: true });
    await reader.run();
    signal?.removeEventListener('abort', stop);
    await working;
    if (failure !== undefined) throw failure;
  }

  async mark(ids: readonly string[]): Promise<void> {
    const { producer, topic } = this.#options;
    const headers = [{ key: MARK_HEADER, value: Buffer.from(String(ids.length)) }];
    await producer.send(topic, [{ value: markText(ids, Date.now()), headers }]);
  }

  close(): Promise<void> {
    return this.#options.producer.close();
  }
}

/** The bounds of a topic; none where it does not exist. */
export async function boundsOf(
  topic: string,
  admin: Pick<TopicAdmin, 'topicPartitions' | 'bounds'>,
): Promise<readonly PartitionBounds[]> {
  return (await admin.topicPartitions(topic)) === undefined ? [] : await admin.bounds(topic);
}

function itemOf(batch: RecordBatch, index: number): StoredItem {
  const place = `${batch.topic}/${batch.partition}/${batch.offset(index)}`;
  const [key, value, headers] = [batch.key(index), batch.value(index), batch.headers(index)];
  if (headers.at(-1)?.key === MARK_HEADER) {
    const ids = readMark(value?.toString() ?? '');
    return ids === undefined ? { kind: 'foreign', place } : { kind: 'mark', ids };
  }
  const letter = readTopicRecord({ key, value, headers });
  return letter === undefined
    ? { kind: 'foreign', place }
    : { kind: 'letter', letter: keptLetter(letter), place };
}
