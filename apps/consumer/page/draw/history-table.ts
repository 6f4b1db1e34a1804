import type { HistoryRow } from '../view/history.js';
import { byId, element } from './find.js';
import { drawList } from './keyed-children.js';
import { setText } from './set-text.js';

/** The hour in numbers, beside the charts. */
export function drawHistoryTable(rows: readonly HistoryRow[]): void {
  drawList(byId('history-rows'), rows, {
    key: ({ time }) => time,
    create: ({ time }) => {
      const row = element('tr');
      const head = element('th', 'text', time);
      head.scope = 'row';
      row.append(head, element('td', 'number'), element('td', 'number'), element('td', 'number'));
      return row;
    },
    update: (row, { rate, lag, delay }) => {
      [rate, lag, delay].forEach((text, at) => {
        setText(row.children[at + 1] as Element, text);
      });
    },
  });
}
