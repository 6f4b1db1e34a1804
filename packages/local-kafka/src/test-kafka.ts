import { startKafka } from './local-kafka.js';

/** A Kafka for tests. */
export interface TestKafka {
  readonly bootstrap: readonly string[];
  /** Gives it back: stops it where it was started for this process, leaves a shared one alone. */
  release(): Promise<void>;
}

/**
 * The Kafka of a test run: the shared one that `KAFKA_TEST_BROKERS` (`host:port,host:port`) names, or where there is
 * none a fresh one. Tests share it, so each takes topic and group names of its own.
 */
export async function testKafka(env: NodeJS.ProcessEnv = process.env): Promise<TestKafka> {
  const shared = env.KAFKA_TEST_BROKERS;
  if (shared) return { bootstrap: shared.split(','), release: () => Promise.resolve() };
  const kafka = await startKafka({ initialRebalanceDelayMs: 0 });
  return { bootstrap: kafka.bootstrap, release: () => kafka.stop() };
}
