import type { EventSink } from '../consumer-event.js';
import { pauseFor } from '../deadline.js';
import { asError, messageOf } from '../errors.js';
import type { ResolvedOptions } from '../options.js';
import { chainOf, isFatal } from './failure.js';
import { kafkaClient } from './kafka-client.js';
import { refusedLogin } from './login.js';

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 5000;

/**
 * Waits until a broker answers and every topic exists; tells of each attempt that fails. kafkajs's own retries say
 * nothing and cannot be ended, so this asks with a client of its own that tries once.
 *
 * @throws what {@link isFatal} calls fatal; resolves when the signal aborts
 */
export async function waitForKafka(
  options: ResolvedOptions,
  onEvent: EventSink,
  signal: AbortSignal,
): Promise<void> {
  for (let attempt = 1; !signal.aborted; attempt++) {
    try {
      await askOnce(options);
      return;
    } catch (error) {
      if (isFatal(error)) throw error;
      onEvent({ kind: 'connecting', attempt, error: inPlainWords(options, error) });
    }
    const ceiling = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempt - 1));
    await pauseFor(ceiling * (0.5 + Math.random() / 2), signal);
  }
}

async function askOnce(options: ResolvedOptions): Promise<void> {
  const client = kafkaClient(options, { warning: () => {} }, { retries: 0 });
  const admin = client.admin({ retry: { retries: 0 } });
  try {
    await admin.connect();
    for (const topic of options.topics) await askForTopic(admin, topic);
  } finally {
    await admin.disconnect().catch(() => {});
  }
}

async function askForTopic(
  admin: ReturnType<ReturnType<typeof kafkaClient>['admin']>,
  topic: string,
): Promise<void> {
  try {
    await admin.fetchTopicMetadata({ topics: [topic] });
  } catch (error) {
    if (!/does not host this topic|unknown topic/i.test(messageOf(error))) throw error;
    throw new Error(`topic ${topic} does not exist: create it, or correct its name; it is looked for again`, {
      cause: error,
    });
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
