import type { Config } from '@kafka-splunk/config';
import { kafkaAccess } from '../../access/kafka-access.js';
import { DeadLetters } from '../../dead-letters/dead-letters.js';
import { isMeant, type LetterFilter } from '../../dead-letters/letter-filter.js';
import type { LetterSource } from '../../dead-letters/letter-source.js';
import { openSources } from '../../dead-letters/open-sources.js';
import { openDeadLetterStore } from '../../dead-letters/open-store.js';
import { type LetterNote, recordOf, survey } from '../../dead-letters/survey.js';
import { grouped } from '../../grouped.js';
import { messageOf } from '../../message-of.js';
import { describeDelivery } from '../../observe/standstill.js';
import { LetterReplay } from '../../replay/letter-replay.js';
import { MarkWriter } from '../../replay/mark-writer.js';
import { Sender } from '../../replay/sender.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { ProgressReport } from '../progress/progress-report.js';
import { untilStopped } from '../stop-signal.js';
import type { Terminal } from '../terminal.js';
import { noteLine } from './letter-text.js';

/** What is sent again, and how. */
export interface LetterReplaySettings {
  readonly files: readonly string[];
  readonly filter: LetterFilter;
  /** Records a second. */
  readonly rate?: number;
  readonly dryRun: boolean;
}

/** Sends dead letters that are open once more. */
export async function replayLetters(
  config: Config,
  settings: LetterReplaySettings,
  terminal: Terminal,
): Promise<ExitCode> {
  const { files, filter, dryRun } = settings;
  const say = (message: string): void => void terminal.complain(`${message}\n`);
  const sources = await openSources(config, files, say);
  try {
    // All of them, whatever is meant: of the same record there may be older ones that the filter leaves out. When it is
    // sent they are done with too, or the oldest of them would be open again, and be sent by the next replay.
    const { notes } = await survey(sources, {});
    const open = notes.filter((note) => note.state === 'open' && isMeant(note, filter));
    if (!dryRun) return await send(config, sources, open, olderOf(open, notes), settings, terminal);
    for (const note of open) await terminal.answer(`${noteLine(note, Number.POSITIVE_INFINITY)}\n`);
    await terminal.complain(`${grouped(open.length)} would be sent\n`);
    return exitCodes.done;
  } finally {
    await Promise.all(sources.map((source) => source.close()));
  }
}

async function send(
  config: Config,
  sources: readonly LetterSource[],
  notes: readonly LetterNote[],
  older: ReadonlyMap<string, readonly string[]>,
  { rate }: LetterReplaySettings,
  terminal: Terminal,
): Promise<ExitCode> {
  const say = (message: string): void => void report.say(message);
  const store = await openDeadLetterStore(config, 'replay', kafkaAccess(config.kafka), say);
  const marks = new MarkWriter((error) =>
    say(`what was replayed could not be noted, trying again: ${messageOf(error)}`),
  );
  let stuck: string | undefined;
  const sender = new Sender(config, {
    onDone: (records) => replaying.done(records),
    onRejected: (records, index, rejection) => replaying.rejected(records, index, rejection),
  });
  const deadLetters = new DeadLetters({
    store,
    letterOf: (records, _, rejection, time) => replaying.next(records, rejection, time),
    onDurable: (records) => replaying.setAside(records),
    onStuck: (_, cause) => {
      stuck = cause;
    },
    onUnstuck: () => {
      stuck = undefined;
    },
  });
  const replaying = new LetterReplay({
    notes,
    older,
    ...(rate === undefined ? {} : { rate }),
    send: (records) => sender.accept(records),
    aside: (records, index, rejection) => deadLetters.add(records, index, rejection),
    mark: (source, ids) => marks.add(source, ids),
  });
  const report = new ProgressReport(terminal, (seconds) => {
    const { done, total, refused } = replaying.progress;
    const troubles = sender.troubles().map((state) => describeDelivery(state, Date.now()));
    const again = refused === 0 ? [] : [`${grouped(refused)} refused again, set aside in ${store.name}`];
    const rest = [...again, ...troubles, ...(stuck === undefined ? [] : [stuck])];
    return { title: 'replaying dead letters', done, total, rate: done / seconds, notes: rest };
  });
  const stopped = new AbortController();
  const ended = new AbortController();
  const stopping = untilStopped(async (atOnce) => {
    say('stopping: what is on its way is sent first; once more ends at once');
    stopped.abort();
    const patience = AbortSignal.timeout(config.general.drainDeadlineMs);
    AbortSignal.any([atOnce, patience]).addEventListener('abort', () => ended.abort(), { once: true });
  });
  try {
    await replaying.run(sources, stopped.signal);
    sender.flush();
    await replaying.idle(ended.signal);
  } finally {
    stopping.end();
    await sender.close();
    await deadLetters.close();
    const lost = await marks.end();
    await report.end();
    if (lost > 0)
      await report.say(`${lost} that were replayed are not noted: the next call sends them again`);
  }
  const { done, total, refused } = replaying.progress;
  if (done < total) return exitCodes.unsettled;
  return refused > 0 ? exitCodes.failure : exitCodes.done;
}

/** Ids of the older dead letters among `all`, by that of the open one of the same record. */
function olderOf(
  open: readonly LetterNote[],
  all: readonly LetterNote[],
): ReadonlyMap<string, readonly string[]> {
  const byRecord = new Map<string, string[]>();
  for (const note of all) {
    if (note.state !== 'older') continue;
    byRecord.set(recordOf(note), [...(byRecord.get(recordOf(note)) ?? []), note.id]);
  }
  return new Map(
    open.flatMap((note) => {
      const older = byRecord.get(recordOf(note));
      return older === undefined ? [] : [[note.id, older] as const];
    }),
  );
}
