import type { Config } from '@kafka-splunk/config';
import { createHecClient } from '@kafka-splunk/hec-client';
import { createBalancedConsumer } from '@kafka-splunk/kafka-balanced-consumer';
import { BatchRuns } from './batch-runs.js';
import { Counters } from './counters.js';
import { DeadLetterFile, deadLetterPath } from './dead-letter-file.js';
import { DeadLetters } from './dead-letters.js';
import { logConsumerEvent, logDeliveryState, logRejected } from './event-log.js';
import { workerOptions } from './options.js';
import { Pump } from './pump.js';
import { RoadBuilder } from './route/road-builder.js';
import { Settlement } from './settlement.js';
import { workerStats } from './statistics.js';
import type { WorkerContext, WorkerHandle } from './worker-handle.js';

const REPORT_EVERY_MS = 1000;

/**
 * The way of an event, in one place: consumer → pump → HEC client → settlement → consumer. Data flows one way; what
 * comes back is the outcome of a batch.
 *
 * @throws `SetupError` where the dead-letter file cannot be written
 */
export async function startWorker(config: Config, context: WorkerContext): Promise<WorkerHandle> {
  const { logger } = context;
  const options = workerOptions(config, context.workers);
  const counters = new Counters();
  const store = await DeadLetterFile.open(
    deadLetterPath(config.deadLetters.directory, config.kafka.group, context.worker),
  );

  const deadLetters = new DeadLetters({
    store,
    onDurable(batch, index) {
      counters.deadLettered++;
      consumer.settle(batch, index, index + 1);
    },
    onStuck: (partition, cause) => consumer.pause(partition, cause),
    onUnstuck: (partition) => consumer.resume(partition),
  });

  const settlement = new Settlement({
    settle: (batch, from, to) => consumer.settle(batch, from, to),
    deadLetters,
    counters,
    onRejected: (batch, index, reason) => logRejected(logger, batch, index, reason, store.path),
  });

  const client = createHecClient<BatchRuns>({
    ...options.client,
    newContext: () => new BatchRuns(),
    onOutcome: (batch, runs) => settlement.outcomes(batch, runs),
    onRoom: () => pump.room(),
    onState(state) {
      logDeliveryState(logger, state);
      report();
    },
  });

  const roads = new RoadBuilder({
    config,
    client,
    aside: {
      skip: (batch, from, to, reason) => settlement.skip(batch, from, to, reason),
      refuse: (batch, index, refusal) => settlement.refuse(batch, index, refusal),
    },
  });

  const pump: Pump = new Pump({
    flush: () => client.flush(),
    road: (partition) => roads.build(partition),
  });

  const consumer = createBalancedConsumer({
    ...options.consumer,
    onRecords: (batch) => pump.accept(batch),
    onLost: (partitions) => pump.lost(partitions),
    onEvent: (event) => logConsumerEvent(logger, event),
  });

  const report = (): void => context.report(workerStats(counters, client.snapshot(), consumer.snapshot()));
  const reporting = setInterval(report, REPORT_EVERY_MS);

  const run = async (): Promise<void> => {
    try {
      await consumer.run();
    } finally {
      clearInterval(reporting);
      await client.close();
      await deadLetters.close();
    }
  };
  const finished = run();

  return {
    finished,
    stopFetching() {
      consumer.stopFetching();
      pump.drain();
    },
    async drained(signal) {
      const result = await consumer.drained(signal);
      report();
      return result;
    },
    async leave() {
      await consumer.leave();
      await finished;
    },
  };
}
