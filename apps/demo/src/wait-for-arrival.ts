import { setTimeout as wait } from 'node:timers/promises';
import type { ReceiverProcess } from '@kafka-splunk/hec-receiver';
import type { ConsumerProcess } from './consumer-process.js';
import { DemoError } from './demo-error.js';
import type { ProgressView } from './progress-view.js';

/** How many events are in Kafka. */
export interface Counter {
  produced: number;
}

/** What is waited for, and who is watched meanwhile. */
export interface ArrivalWatch {
  readonly receiver: ReceiverProcess;
  readonly run: string;
  readonly counter: Counter;
  readonly view: ProgressView;
  readonly consumer: ConsumerProcess;
  /** Distinct events. */
  readonly target: number;
  readonly stop?: AbortSignal;
  /** Returns after so long in any case. */
  readonly forMs?: number;
}

const lookEveryMs = 250;
/** Nothing new for so long, though all was produced: then the rest is not coming. */
const giveUpAfterMs = 120_000;

/**
 * Shows progress until the target has arrived, the user stops it, or nothing more comes. Throws when the consumer ends
 * before.
 */
export async function waitForArrival(watch: ArrivalWatch): Promise<void> {
  const { receiver, run, counter, view, consumer, target, stop } = watch;
  const begun = Date.now();
  let ending: Awaited<typeof consumer.ended> | undefined;
  void consumer.ended.then((how) => {
    ending = how;
  });
  let before = { at: begun, distinct: 0 };
  let rate = 0;
  let lastNewAt = begun;
  for (;;) {
    const snapshot = await receiver.read();
    const distinct = snapshot.runs.find((each) => each.run === run)?.distinct ?? 0;
    if (snapshot.at - before.at >= 1000 || rate === 0) {
      rate = (Math.max(distinct - before.distinct, 0) / Math.max(snapshot.at - before.at, 1)) * 1000;
      if (distinct > before.distinct || counter.produced < target) lastNewAt = snapshot.at;
      before = { at: snapshot.at, distinct };
    }
    view.show({ target, produced: counter.produced, received: distinct, rate }, snapshot.at);
    if (distinct >= target || stop?.aborted === true) return;
    if (ending !== undefined) {
      const how = ending.code === null ? `by ${ending.signal}` : `with exit code ${ending.code}`;
      throw new DemoError(
        `The consumer ended ${how} before all had arrived. Its last words:`,
        consumer.lastWords(),
      );
    }
    if (snapshot.at - lastNewAt > giveUpAfterMs) return;
    if (watch.forMs !== undefined && Date.now() - begun >= watch.forMs) return;
    await wait(lookEveryMs);
  }
}
