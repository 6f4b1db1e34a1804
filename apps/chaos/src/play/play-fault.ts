import { setTimeout as wait } from 'node:timers/promises';
import type { Fault } from '@kafka-splunk/hec-receiver';
import type { TopicAdmin } from '@kafka-splunk/kafka-balanced-consumer/admin';
import type { PlayedFault } from '../judge/evidence.js';
import type { FaultName } from '../plan/fault-kinds.js';
import type { PlannedFault } from '../plan/schedule.js';
import type { AdminWatch } from '../program/admin-watch.js';
import type { DeadLetterDisk } from '../program/dead-letter-disk.js';
import type { ChaosReceiver } from '../receiver/chaos-receiver.js';
import type { Wrong } from '../receiver/orders.js';
import type { Traffic } from '../traffic/traffic.js';
import type { Stage } from './stage.js';

type Play = (stage: Stage, fault: PlannedFault) => Promise<PlayedFault>;

/** Makes it happen, waits for its end, and tells when it was. */
export function playFault(stage: Stage, fault: PlannedFault): Promise<PlayedFault> {
  return plays[fault.name](stage, fault);
}

/** Begins, lasts, ends. The times are outside of what happened: from before it began until after it was over. */
async function lasting(
  fault: PlannedFault,
  begin: () => Promise<unknown> | unknown,
  end: () => Promise<unknown> | unknown,
): Promise<PlayedFault> {
  const from = Date.now();
  await begin();
  await wait(fault.lasts);
  await end();
  return { name: fault.name, target: fault.target, from, to: Date.now() };
}

interface Whose {
  readonly to?: 'one' | 'all';
  readonly with?: Wrong['with'];
}

/** A receiver's answers go wrong: those of one, or of all; to requests with events, or to questions for acknowledgements. */
function answers(wrong: Fault, { to = 'one', with: which = 'events' }: Whose = {}): Play {
  return (stage, fault) => {
    const hit: readonly ChaosReceiver[] =
      to === 'all' ? stage.receivers : [stage.receivers[fault.target] as ChaosReceiver];
    const name = `${fault.name}@${fault.at}`;
    return lasting(
      fault,
      () => Promise.all(hit.map((receiver) => receiver.begin(name, { with: which, fault: wrong }))),
      () => Promise.all(hit.map((receiver) => receiver.end(name))),
    );
  };
}

/** A signal to a worker, once there are workers; and another one at the end. */
function onWorker(first: NodeJS.Signals, last?: NodeJS.Signals): Play {
  return async (stage, fault) => {
    const pid = await someWorker(stage, fault.target);
    return lasting(
      fault,
      () => signal(pid, first),
      () => last !== undefined && signal(pid, last),
    );
  };
}

async function someWorker({ unit }: Stage, target: number): Promise<number> {
  for (;;) {
    const workers = unit.workers();
    const chosen = workers[target % Math.max(1, workers.length)];
    if (chosen !== undefined) return chosen.pid;
    await wait(50);
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // ESRCH: something else has ended it meanwhile.
  }
}

const toProgram =
  (name: NodeJS.Signals): Play =>
  ({ unit, turns }, fault) =>
    turns.take('program', () =>
      lasting(
        fault,
        () => unit.signal(name),
        () => undefined,
      ),
    );

/** Until a broker does it: the one that is asked may just be dead. */
async function grow(admin: TopicAdmin, topic: string, partitions: number): Promise<void> {
  while ((await admin.topicPartitions(topic).catch(() => undefined)) !== partitions) {
    await admin.growTopic(topic, partitions).catch(() => wait(200));
  }
}

/** How long it may take until a dead letter came and the program has said that it cannot be written. */
const toldMs = 30_000;

/** The disk is full until the program has met it and said so, and then for a while. */
async function fillDisk(
  disk: DeadLetterDisk,
  traffic: Traffic,
  pages: AdminWatch,
  fault: PlannedFault,
): Promise<PlayedFault> {
  const from = Date.now();
  disk.fill();
  traffic.addOne('poison');
  const told = (): boolean => /dead letters cannot be written[^"]*ENOSPC/.test(pages.status);
  while (!told() && Date.now() < from + toldMs) await wait(50);
  const wasTold = told();
  await wait(fault.lasts);
  disk.free();
  return { name: fault.name, target: fault.target, from, to: Date.now(), told: wasTold };
}

const special =
  (flavour: 'poison' | 'oversized'): Play =>
  ({ traffic }, fault) =>
    lasting(
      fault,
      () => traffic.addOne(flavour),
      () => undefined,
    );

const plays: Readonly<Record<FaultName, Play>> = {
  'kill-worker': onWorker('SIGKILL'),
  'stop-worker': onWorker('SIGSTOP', 'SIGCONT'),
  'kill-supervisor': toProgram('SIGKILL'),
  'rolling-restart': toProgram('SIGTERM'),
  reload: toProgram('SIGHUP'),
  // One at a time: of three brokers two must live for a majority.
  'kill-broker': ({ kafka, turns }, fault) =>
    turns.take('broker', () =>
      lasting(
        fault,
        () => kafka.kill(fault.target + 1),
        () => kafka.restart(fault.target + 1),
      ),
    ),
  'kill-receiver': ({ receivers, turns }, fault) => {
    const receiver = receivers[fault.target] as ChaosReceiver;
    return turns.take(`receiver ${fault.target}`, () =>
      lasting(
        fault,
        () => receiver.kill(),
        () => receiver.start(),
      ),
    );
  },
  'busy-all': answers({ code: 9 }, { to: 'all' }),
  'busy-one': answers({ code: 9 }),
  hang: answers({ do: 'hang-after-accept' }),
  reset: answers({ do: 'reset-after-accept' }),
  'half-answer': answers({ do: 'half-answer' }),
  slow: answers({ do: 'slow', ms: 1_500 }),
  // It says `true` once, and nobody hears it.
  'ack-lost': answers({ do: 'reset-after-accept' }, { with: 'acks' }),
  'indexer-restart': ({ receivers }, fault) =>
    lasting(
      fault,
      () => (receivers[fault.target] as ChaosReceiver).restartIndexer(),
      () => undefined,
    ),
  'disk-full': ({ disk, traffic, pages }, fault) => fillDisk(disk, traffic, pages, fault),
  'topic-anew': ({ side, turns }, fault) =>
    turns.take('side topic', async () => {
      const from = Date.now();
      await side.makeAnew(fault.lasts);
      return { name: fault.name, target: fault.target, from, to: Date.now() };
    }),
  // An hour ahead, and back again: more than any time that the program waits for.
  'clock-jump': ({ unit }, fault) =>
    lasting(
      fault,
      () => unit.skewClock(3_600_000),
      () => unit.skewClock(0),
    ),
  'partition-added': ({ admin, topic, traffic, turns }, fault) =>
    turns.take('topic', () =>
      lasting(
        fault,
        () => grow(admin, topic, traffic.partitions + 1),
        () => traffic.addPartition(),
      ),
    ),
  poison: special('poison'),
  oversized: special('oversized'),
  'token-disabled': ({ receivers }, fault) =>
    lasting(
      fault,
      () => Promise.all(receivers.map((receiver) => receiver.setToken(false))),
      () => Promise.all(receivers.map((receiver) => receiver.setToken(true))),
    ),
};
