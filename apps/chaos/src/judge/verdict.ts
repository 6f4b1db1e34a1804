import type { Evidence } from './evidence.js';
import { explainRepeats, type Repeat } from './explain-repeats.js';
import { findCommitsAhead } from './find-commits-ahead.js';
import { findLost } from './find-lost.js';
import { judgeSide, type SideVerdict } from './judge-side.js';
import { type KillBound, killBounds } from './kill-bounds.js';
import { type Measured, measure } from './measure.js';

/** What was seen of the program itself, beside its events. */
export interface Conduct {
  /** Largest resident memory of one worker, bytes. */
  readonly workerBytes: number;
  /** What one worker may take, bytes. */
  readonly workerBytesAllowed: number;
  /** Exit code, or signal, of the stop at the end. */
  readonly lastExit: number | string;
  /** Places where a secret was seen. */
  readonly secretsSeen: readonly string[];
  /** Processes that were left behind. */
  readonly leftBehind: number;
  /** Whether everything was committed before the time for that was over. */
  readonly caughtUp: boolean;
  /** How often it had not recovered from what came before when it was waited for. */
  readonly notRecovered: number;
}

/** What a run has shown. */
export interface Verdict {
  readonly events: number;
  readonly lost: number;
  readonly setAside: number;
  readonly repeats: readonly Repeat[];
  readonly measured: readonly Measured[];
  readonly kills: readonly KillBound[];
  readonly side: SideVerdict;
  /** What must not be, in words; empty when the run is good. */
  readonly complaints: readonly string[];
}

/**
 * How far commits may be behind when a worker is killed: nothing else is wrong then, they are made four times a second, and
 * a slow machine, or an acknowledgement, takes its time.
 */
const commitsBehindMs = 5_000;

/** Judges a run. Pure: the same evidence has the same verdict. */
export function judge(evidence: Evidence, conduct: Conduct): Verdict {
  const { lost, lostByKafka, misplaced } = findLost(evidence);
  const ahead = findCommitsAhead(evidence);
  const repeats = explainRepeats(evidence);
  const side = judgeSide(evidence);
  const kills = killBounds(evidence, repeats);
  const unexplained = [...repeats, ...side.repeats].filter(({ cause }) => cause === undefined);
  const start = Math.min(...evidence.commits.map(({ at }) => at), ...evidence.faults.map(({ from }) => from));
  const clock = (at: number): string => `${((at - start) / 1000).toFixed(2)} s`;
  const complaints = [
    ...some('lost', lost, ({ partition, offset }) => `${partition}/${offset}`),
    ...some(
      'lost of the topic that was made anew',
      side.lost,
      ({ partition, offset }) => `${partition}/${offset}`,
    ),
    ...some('misplaced', misplaced, (words) => words),
    ...some(
      'committed ahead',
      ahead,
      ({ partition, offset, at, record }) =>
        `${partition} at ${offset} at ${clock(at)}, though ${record.offset} was nowhere`,
    ),
    ...some(
      'repeated without excuse',
      unexplained,
      ({ record, first, again }) =>
        `${record.partition}/${record.offset} at ${clock(first.at)} by receiver ${first.receiver} and at ${clock(again.at)} by ${again.receiver}`,
    ),
    ...kills
      .filter(({ name, oldestMs }) => name === 'kill-worker' && oldestMs > commitsBehindMs)
      .map(
        ({ oldestMs, at }) => `commits were ${oldestMs} ms behind when a worker was killed at ${clock(at)}`,
      ),
    ...evidence.faults
      .filter(({ told }) => told === false)
      .map(({ name, from }) => `${name} at ${clock(from)}, and the program did not say so`),
    ...(lostByKafka + side.lostByKafka > 0
      ? [`Kafka lost ${lostByKafka + side.lostByKafka} acknowledged events: the run proves nothing`]
      : []),
    ...(evidence.foreign > 0 ? [`${evidence.foreign} events in the receivers are none of ours`] : []),
    ...complaintsAbout(conduct),
  ];
  return {
    events: evidence.log.length,
    lost: lost.length,
    setAside: evidence.letters.length,
    repeats,
    measured: measure(evidence),
    kills,
    side,
    complaints,
  };
}

function complaintsAbout(conduct: Conduct): string[] {
  const { workerBytes, workerBytesAllowed, lastExit, secretsSeen, leftBehind, caughtUp, notRecovered } =
    conduct;
  const mib = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MiB`;
  return [
    ...(caughtUp ? [] : ['not everything was committed in the end']),
    ...(notRecovered === 0 ? [] : [`it did not recover in time, ${notRecovered} times`]),
    ...(workerBytes > workerBytesAllowed
      ? [`a worker took ${mib(workerBytes)}, allowed are ${mib(workerBytesAllowed)}`]
      : []),
    ...(lastExit === 0 ? [] : [`the stop at the end: exit ${lastExit}`]),
    ...secretsSeen.map((where) => `the token is in ${where}`),
    ...(leftBehind === 0 ? [] : [`${leftBehind} processes were left behind`]),
  ];
}

/** One line for many of a kind, with the first three of them. */
function some<T>(what: string, list: readonly T[], words: (each: T) => string): string[] {
  if (list.length === 0) return [];
  return [`${list.length} ${what}: ${list.slice(0, 3).map(words).join('; ')}${list.length > 3 ? '; …' : ''}`];
}
