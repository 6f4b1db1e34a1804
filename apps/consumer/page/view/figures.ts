import type { StatusReport } from '../../src/status/status-report.js';
import { age, bytes, count, duration, plural, rate, timeOfDay } from './words.js';

/** A number that matters, with what is next to know about it. */
export interface FigureView {
  readonly name: string;
  readonly value: string;
  readonly note: string;
}

/** Always the same ones in the same order, so that the eye finds them. */
export function figures(report: StatusReport): FigureView[] {
  const { rates, totals, lag, partitions, oldestUnsettledAt, delay, deadLetters, memory, now } = report;
  const unknown = partitions.filter((partition) => partition.lag === undefined).length;
  const skipped = totals.skippedTombstones + totals.skippedEmpty;
  return [
    {
      name: 'Events per second',
      value: rate(rates.eventsPerSecond),
      note: `${bytes(rates.bytesPerSecond)}/s`,
    },
    {
      name: 'Lag',
      value: lag === undefined ? 'unknown' : count(lag),
      note:
        unknown > 0 ? `unknown for ${plural(unknown, 'partition')}` : plural(partitions.length, 'partition'),
    },
    {
      name: 'Oldest unsettled',
      value: oldestUnsettledAt === undefined ? 'none' : age(now - oldestUnsettledAt),
      note:
        oldestUnsettledAt === undefined
          ? 'all that was read is settled'
          : `from ${timeOfDay(oldestUnsettledAt, now)}`,
    },
    {
      name: 'Delay, half within',
      value: delay === undefined ? '–' : duration(delay.ackedP50Ms ?? delay.acceptedP50Ms),
      note:
        delay === undefined
          ? 'nothing delivered for a minute'
          : `99 of 100 within ${duration(delay.ackedP99Ms ?? delay.acceptedP99Ms)}`,
    },
    {
      name: 'Delivered in all',
      value: count(totals.deliveredEvents),
      note: `${bytes(totals.deliveredBytes)}${skipped > 0 ? `, ${count(skipped)} skipped` : ''}`,
    },
    {
      name: 'Dead letters',
      value: count(deadLetters.total),
      note: 'since the start',
    },
    {
      name: 'Possibly twice',
      value: count(totals.duplicatesPossible),
      note: `${count(totals.resentEvents)} sent again`,
    },
    {
      name: 'Memory held',
      value: bytes(memory.heldBytes),
      note: `of ${bytes(memory.budgetBytes)}`,
    },
  ];
}
