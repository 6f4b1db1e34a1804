import type { Config } from '@kafka-splunk/config';
import { createHecClient } from '@kafka-splunk/hec-client';
import { createBalancedConsumer } from '@kafka-splunk/kafka-balanced-consumer';
import { DeadLetters } from '../dead-letters/dead-letters.js';
import { openDeadLetterStore } from '../dead-letters/open-store.js';
import { BatchRuns } from './batch-runs.js';
import { Counters } from './counters.js';
import { logConsumerEvent, logDeliveryState, logRejected } from './event-log.js';
import { LastTroubles } from './last-troubles.js';
import { workerOptions } from './options.js';
import { Pump } from './pump.js';
import { RequestTally } from './request-tally.js';
import { RoadBuilder } from './route/road-builder.js';
import { Settlement } from './settlement.js';
import { workerStats } from './statistics.js';
import { UnacknowledgedLog } from './unacknowledged-log.js';
import type { WorkerContext, WorkerHandle } from './worker-handle.js';

const REPORT_EVERY_MS = 1000;

/**
 * The way of an event, in one place: consumer → pump → HEC client → settlement → consumer. Data flows one way; what
 * comes back is the outcome of a batch.
 *
 * @throws `SetupError` where dead letters cannot be written
 */
export async function startWorker(config: Config, context: WorkerContext): Promise<WorkerHandle> {
  const { logger } = context;
  const options = workerOptions(config, context.workers, (what, words) =>
    logger[what === 'taken' ? 'info' : 'warning'](words),
  );
  const counters = new Counters();
  const unacknowledged = new UnacknowledgedLog(logger);
  const troubles = new LastTroubles();
  const requests = new RequestTally();
  requests.listen();
  const store = await openDeadLetterStore(config, context.worker, options.consumer, (message) =>
    logger.warning(message),
  );

  const deadLetters = new DeadLetters({
    store,
    onDurable(batch, index, rejection) {
      counters.deadLetters.add(batch, index, rejection);
      consumer.settle(batch, index, index + 1);
    },
    onStuck: (partition, cause) => consumer.pause(partition, cause),
    onUnstuck: (partition) => consumer.resume(partition),
  });

  const settlement = new Settlement({
    consumer: {
      settle: (batch, from, to) => consumer.settle(batch, from, to),
      letGo: (records) => consumer.letGo(records),
      settleRange: (range) => consumer.settleRange(range),
      readAgain: (range) => consumer.readAgain(range),
    },
    deadLetters,
    counters,
    onRejected: (batch, index, reason) => logRejected(logger, batch, index, reason, store.name),
    onUnacknowledged: (ranges) => unacknowledged.add(ranges),
  });

  const client = createHecClient<BatchRuns>({
    ...options.client,
    newContext: () => new BatchRuns(),
    onTaken: (batch, ranges) => settlement.taken(batch, ranges),
    onOutcome: (batch, runs) => settlement.outcomes(batch, runs),
    onRoom: () => pump.room(),
    onState(state) {
      logDeliveryState(logger, state);
      troubles.heard(state);
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

  let committed = false;
  const consumer = createBalancedConsumer({
    ...options.consumer,
    onRecords: (batch) => pump.accept(batch),
    onLost: (partitions) => pump.lost(partitions),
    onEvent(event) {
      logConsumerEvent(logger, event);
      troubles.heardKafka(event);
      if (event.kind === 'records-gone') counters.unconfirmed += event.records;
      // The supervisor must know at once who this worker is in the group: it has to give up its place if it dies.
      if (event.kind === 'joining' || event.kind === 'joined') report();
      // And that this program has got somewhere: from then on no number of crashes ends it.
      if (event.kind === 'committed' && !committed) {
        committed = true;
        report();
      }
    },
  });

  const acknowledgement = config.hec.ack !== undefined;
  const report = (): void => {
    context.report(
      workerStats({
        counters,
        troubles,
        requests,
        client: client.snapshot(),
        consumer: consumer.snapshot(),
        destinationOf: (partition) => pump.destinationOf(partition),
        acknowledgement,
      }),
    );
  };
  const reporting = setInterval(report, REPORT_EVERY_MS);

  const run = async (): Promise<void> => {
    try {
      await consumer.run();
    } finally {
      clearInterval(reporting);
      await client.close();
      unacknowledged.flush();
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
