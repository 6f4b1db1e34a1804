import type { EventSink } from '../consumer-event.js';
import { pauseFor } from '../deadline.js';
import { asError } from '../errors.js';
import type { ResolvedOptions } from '../options.js';
import { type FoundTopics, findTopics, nothingToRead } from '../topics/topic-selection.js';
import { chainOf, isFatal } from './failure.js';
import { refusedLogin } from './login.js';
import { TopicMetadata } from './topic-metadata.js';
import { missingWords } from './topic-watch.js';

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 5000;

/**
 * Waits until a broker answers and a topic to read exists; tells of each attempt that fails, and of topics that are
 * missing beside others. kafkajs's own retries say nothing and cannot be ended, so this asks with a client of its own
 * that tries once.
 *
 * @returns the topics; undefined when the signal aborts
 * @throws what {@link isFatal} calls fatal
 */
export async function waitForKafka(
  options: ResolvedOptions,
  onEvent: EventSink,
  signal: AbortSignal,
): Promise<FoundTopics | undefined> {
  for (let attempt = 1; !signal.aborted; attempt++) {
    try {
      const topics = await askOnce(options);
      if (signal.aborted) return undefined;
      for (const topic of topics.missing) onEvent({ kind: 'warning', message: missingWords(topic) });
      return topics;
    } catch (error) {
      if (isFatal(error)) throw error;
      onEvent({ kind: 'connecting', attempt, error: inPlainWords(options, error) });
    }
    const ceiling = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempt - 1));
    await pauseFor(ceiling * (0.5 + Math.random() / 2), signal);
  }
  return undefined;
}

async function askOnce(options: ResolvedOptions): Promise<FoundTopics> {
  const { selection } = options;
  const metadata = new TopicMetadata(options, 0);
  try {
    const topics = await findTopics(selection, {
      has: async (topic) => (await metadata.partitions(topic)) !== undefined,
      all: () => metadata.names(),
    });
    if (topics.found.length === 0) throw new Error(nothingToRead(selection, topics.missing));
    return topics;
  } finally {
    await metadata.close();
  }
}

/** A broker that is spoken to in the wrong way says nothing and hangs up. */
function inPlainWords({ sasl, tls }: ResolvedOptions, error: unknown): Error {
  const refused = refusedLogin(sasl, error);
  if (refused !== undefined) return refused;
  const hungUp = chainOf(error).some(({ name }) => name === 'KafkaJSConnectionClosedError');
  if (!hungUp || (sasl !== undefined && tls !== false)) return asError(error);
  const missing = [...(tls === false ? ['TLS'] : []), ...(sasl === undefined ? ['a login (SASL)'] : [])];
  const words = `the broker closed the connection; this port may want ${missing.join(' or ')}, which is not configured`;
  return new Error(words, { cause: error });
}
