import { consumerApp, fastProfile } from '../contenders.js';
import { preloadNumbers } from '../preload.js';
import { ended, startSink } from '../sink.js';
import type { Proof } from './result.js';

const TOPIC = 'bench-numbers';

/**
 * One lap that is not timed: events that are the numbers from 0 on, and a sink that ticks off each. It shows that the
 * road that is timed, where the sink looks at lengths alone, carries every event.
 *
 * @throws Error when the program ends before every number has come
 */
export async function proveArrival(
  brokers: readonly string[],
  scratch: string,
  events: number,
): Promise<Proof> {
  await preloadNumbers(brokers[0] as string, TOPIC, events);
  const sink = await startSink({ events, count: { by: 'numbers' } });
  const child = consumerApp('numbers', { general: fastProfile() }).start({
    brokers,
    topic: TOPIC,
    url: sink.url,
    run: 'numbers',
    scratch,
  });
  try {
    const died = ended(child).then(() => {
      throw new Error('the program ended before every number had come');
    });
    died.catch(() => {});
    const { repeated, foreign } = await Promise.race([sink.all, died]);
    return { events, repeated, foreign };
  } finally {
    child.kill('SIGTERM');
    await ended(child);
    sink.stop();
  }
}
