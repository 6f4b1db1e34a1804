import type { Config } from '@kafka-splunk/config';
import { createTopicAdmin } from '@kafka-splunk/kafka-balanced-consumer/admin';
import type { OffsetRange } from '@kafka-splunk/kafka-balanced-consumer/range-reader';
import { kafkaAccess } from '../../access/kafka-access.js';
import { DeadLetters } from '../../dead-letters/dead-letters.js';
import { openDeadLetterStore } from '../../dead-letters/open-store.js';
import { grouped } from '../../grouped.js';
import { describeDelivery } from '../../observe/standstill.js';
import { placesOf } from '../../replay/place.js';
import { planReplay, type ReplayPlan, type ReplayRequest } from '../../replay/plan-replay.js';
import { RangeReplay, type RangeReplayEnd } from '../../replay/range-replay.js';
import { Sender } from '../../replay/sender.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { ProgressReport } from '../progress/progress-report.js';
import { untilStopped } from '../stop-signal.js';
import type { Terminal } from '../terminal.js';

/** How it is done. */
export interface ReplaySettings {
  /** Records a second. */
  readonly rate?: number;
  readonly dryRun: boolean;
}

/**
 * Sends a past range again.
 *
 * @throws `ReplayError` where there is nothing like that to send; `ConsumerError` where Kafka cannot be read
 */
export async function replay(
  config: Config,
  request: ReplayRequest,
  settings: ReplaySettings,
  terminal: Terminal,
): Promise<ExitCode> {
  const admin = createTopicAdmin(kafkaAccess(config.kafka));
  const plan = await planReplay(request, admin).finally(() => admin.close());
  for (const { partition, from, to } of plan.missing) {
    await terminal.complain(
      `partition ${partition}: offsets ${from} to ${to - 1} are not in the topic (any more)\n`,
    );
  }
  if (settings.dryRun) {
    await terminal.answer(planText(request.topic, plan));
    return exitCodes.done;
  }
  const end = await send(config, request.topic, plan, settings, terminal);
  if (end.complete) return exitCodes.done;
  const { from, to } = placesOf(end.left);
  await terminal.complain(
    `stopped; what is left is sent with: replay --topic ${request.topic} --from ${from} --to ${to}\n`,
  );
  return exitCodes.unsettled;
}

async function send(
  config: Config,
  topic: string,
  { ranges }: ReplayPlan,
  { rate }: ReplaySettings,
  terminal: Terminal,
): Promise<RangeReplayEnd> {
  const reader = { ...kafkaAccess(config.kafka), groupId: config.kafka.group };
  const say = (message: string): void => void report.say(message);
  const store = await openDeadLetterStore(config, 'replay', reader, say);
  let stuck: string | undefined;
  const sender = new Sender(config, {
    onDone: (records, from, to) => replaying.done(records, from, to),
    onRejected: (records, index, rejection) => replaying.rejected(records, index, rejection),
  });
  const deadLetters = new DeadLetters({
    store,
    onDurable: (records, index) => replaying.done(records, index, index + 1),
    onStuck: (_, cause) => {
      stuck = cause;
    },
    onUnstuck: () => {
      stuck = undefined;
    },
  });
  const replaying = new RangeReplay({
    ranges,
    ...(rate === undefined ? {} : { rate }),
    reader: {
      ...reader,
      onEvent(event) {
        if (event.kind === 'warning') say(event.message);
        if (event.kind === 'connecting') say(`cannot reach Kafka, trying again: ${event.error.message}`);
      },
    },
    send: (records) => sender.accept(records),
    setAside: (records, index, rejection) => deadLetters.add(records, index, rejection),
  });
  const report = new ProgressReport(terminal, (seconds) => {
    const { done, total, records, refused } = replaying.progress;
    const troubles = sender.troubles().map((state) => describeDelivery(state, Date.now()));
    const set = refused === 0 ? [] : [`${grouped(refused)} set aside in ${store.name}`];
    const notes = [...set, ...troubles, ...(stuck === undefined ? [] : [stuck])];
    return { title: `replaying ${topic}`, done, total, rate: records / seconds, notes };
  });
  const stopping = untilStopped(async (atOnce) => {
    await report.say('stopping: what is on its way is sent first; once more ends at once');
    replaying.hold();
    sender.flush();
    await replaying.idle(AbortSignal.any([atOnce, AbortSignal.timeout(config.general.drainDeadlineMs)]));
    await replaying.stop();
  });
  try {
    return await replaying.run();
  } finally {
    stopping.end();
    await report.end();
    await sender.close();
    await deadLetters.close();
  }
}

/** What a dry run prints. */
function planText(topic: string, { ranges }: ReplayPlan): string {
  if (ranges.length === 0) return `${topic}: nothing to send\n`;
  const lines = ranges.map(
    ({ partition, from, to }: OffsetRange) =>
      `${topic}/${partition}: offsets ${from} to ${to - 1}, ${grouped(to - from)} at the most`,
  );
  const total = ranges.reduce((sum, { from, to }) => sum + to - from, 0);
  return `${lines.join('\n')}\n${grouped(total)} records at the most: compacted ones, and marks of transactions, are none\n`;
}
