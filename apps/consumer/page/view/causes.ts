import type { StatusCause, StatusReport } from '../../src/status/status-report.js';
import { causeLine } from './headline.js';
import type { Level } from './level.js';
import { age, timeAndAge, timeOfDay } from './words.js';

/** One thing that is in the way. */
export interface CauseView {
  /** The same for the same trouble in the next report. */
  readonly key: string;
  readonly level: Level;
  /** The level as a word. */
  readonly word: string;
  readonly text: string;
  readonly since: string;
  /** What to do. */
  readonly remedy: string;
}

/** What is in the way, in the report's order: worst first. */
export function causes({ causes, now }: StatusReport): CauseView[] {
  return causes.map((cause) => ({
    key: [cause.about, cause.name, cause.code].join('\n'),
    level: cause.severity,
    word: cause.severity === 'critical' ? 'Critical' : 'Warning',
    text: causeLine(cause),
    // Many texts say the time already.
    since: cause.text.includes(timeOfDay(cause.since, now))
      ? `for ${age(now - cause.since)}`
      : `since ${timeAndAge(cause.since, now)}`,
    remedy: remedy(cause),
  }));
}

function remedy({ remedy, code }: StatusCause): string {
  const runbook = code === undefined ? '' : `Runbook: ${code}`;
  return [remedy, runbook].filter(Boolean).join(' ');
}
