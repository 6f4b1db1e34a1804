import type { StatusCause, StatusReport } from '../../src/status/status-report.js';
import type { Level } from './level.js';
import { age, count, plural, rate, shorten, timeOfDay } from './words.js';

/** The one sentence on top. */
export interface Headline {
  readonly level: Level;
  readonly text: string;
  /** What a screen reader is told when `announceKey` changes: no numbers, since those change each second. */
  readonly announcement: string;
  readonly announceKey: string;
  /** The tab's title. */
  readonly title: string;
}

/** A longer headline would push everything else off a phone; the whole text stands in the list of causes. */
const longest = 200;

/** The state in words. */
export function headline(report: StatusReport): Headline {
  const { state, causes, program } = report;
  const [worst] = causes;
  const { level, text, short } = sentence(report, worst);
  return {
    level,
    text: shorten(text, longest),
    announcement: shorten(worst === undefined ? short : `${short}: ${causeLine(worst)}`, longest),
    announceKey: [state, short, worst?.about, worst?.name, worst?.code].join('\n'),
    title: `${short} · ${program.group}`,
  };
}

/** Nobody answers: what is below is old. `at` is now, by the browser's clock, as `since` is. */
export function goneHeadline(since: number, at: number, problem: string): Headline {
  const short = 'No answer from the program';
  return {
    level: 'critical',
    text: `${short} since ${timeOfDay(since, at)} (${age(at - since)}): ${problem}`,
    announcement: `${short}: ${problem}`,
    announceKey: short,
    title: short,
  };
}

/** The page itself cannot show what came: that is not the program's fault, and must not look like it. */
export function brokenHeadline(problem: string): Headline {
  const short = 'This page is broken';
  return {
    level: 'warning',
    text: shorten(`${short}: ${problem}. What it should show is in status.json`, longest),
    announcement: short,
    announceKey: short,
    title: short,
  };
}

/** A cause with what it is about, which many texts name already. */
export function causeLine({ name, text }: StatusCause): string {
  return name === '' || text.includes(name) ? text : `${name} ${text}`;
}

interface Sentence {
  readonly level: Level;
  readonly text: string;
  /** Without numbers. */
  readonly short: string;
}

function sentence(report: StatusReport, worst: StatusCause | undefined): Sentence {
  const why = worst === undefined ? '' : `: ${causeLine(worst)}`;
  switch (report.state) {
    case 'running':
      return flowing(report);
    case 'degraded': {
      const level = worst?.severity === 'critical' ? 'critical' : 'warning';
      const idle = report.rates.eventsPerSecond === 0 && report.lag === 0;
      const short = `${idle ? 'Nothing to read' : 'Delivering'}, with trouble`;
      return { level, short, text: `${idle ? 'Nothing to read' : delivering(report)}, with trouble${why}` };
    }
    case 'standing-still':
      return { level: 'critical', short: 'Standing still', text: `Standing still${why}` };
    case 'starting':
      return {
        level: worst?.severity ?? 'quiet',
        short: 'Starting',
        text: `Starting${why === '' ? ': no worker has joined the group yet' : why}`,
      };
    case 'draining': {
      const inFlight = report.partitions.reduce((sum, partition) => sum + partition.inFlight, 0);
      const rest =
        inFlight === 0 ? 'all that was read is settled' : `${plural(inFlight, 'record')} to settle`;
      return { level: 'quiet', short: 'Stopping in order', text: `Stopping in order: ${rest}` };
    }
  }
}

function flowing(report: StatusReport): Sentence {
  const { rates, lag, partitions } = report;
  if (rates.eventsPerSecond > 0) return { level: 'ok', short: 'Delivering', text: delivering(report) };
  if (partitions.length === 0) {
    const short = 'Running, without a partition';
    return { level: 'quiet', short, text: 'Running, and no partition is assigned to this program' };
  }
  if (lag === 0) {
    const ends =
      partitions.length === 1
        ? 'the partition is at its end'
        : `all ${count(partitions.length)} partitions are at their end`;
    return { level: 'ok', short: 'Nothing to read', text: `Nothing to read: ${ends}` };
  }
  const behind = lag === undefined ? 'lag unknown' : `lag ${count(lag)}`;
  return {
    level: 'ok',
    short: 'Running',
    text: `Running: nothing delivered in the last ten seconds, ${behind}`,
  };
}

function delivering({ rates, lag }: StatusReport): string {
  return `Delivering ${rate(rates.eventsPerSecond)} events/s, lag ${lag === undefined ? 'unknown' : count(lag)}`;
}
