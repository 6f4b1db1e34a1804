import type { StatusReport } from '../../src/status/status-report.js';
import { type ColumnView, cell, none, type TableView } from './table-view.js';
import { count, plural, timeAndAge } from './words.js';

const columns: readonly ColumnView[] = [
  { heading: 'Record', kind: 'text', width: 32 },
  { heading: 'Set aside', kind: 'time', width: 18 },
  { heading: 'Code', kind: 'number', width: 8 },
  { heading: 'Reason', kind: 'wide', width: 42 },
];

/** The last events that were set aside, newest first. */
export function deadLetters({ deadLetters, now }: StatusReport): TableView {
  const { total, where, recent } = deadLetters;
  return {
    columns,
    rows: recent.map(({ at, topic, partition, offset, code, text }) => ({
      key: `${topic}[${partition}]@${offset} ${at}`,
      level: 'ok',
      cells: [
        cell(`${topic}[${partition}] at ${offset}`),
        cell(timeAndAge(at, now)),
        code === undefined ? none : cell(String(code)),
        cell(text),
      ],
    })),
    empty: 'No event was set aside since the start.',
    summary:
      total === 0
        ? `they would go to ${where}`
        : `${plural(total, 'event')} since the start, in ${where}${total > recent.length ? `; the last ${count(recent.length)}` : ''}`,
  };
}
