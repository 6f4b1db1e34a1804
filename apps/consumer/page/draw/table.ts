import { type CellView, type ColumnView, none, type RowView, type TableView } from '../view/table-view.js';
import { byId, element } from './find.js';
import { drawList } from './keyed-children.js';
import { setAttribute, setText } from './set-text.js';

/** Rows that are shown of a long table until somebody asks for all. */
export const shortTable = 20;

/** A table on the page. */
export interface DrawnTable {
  draw(view: TableView): void;
}

/**
 * Builds a table in the section with this id, which has a heading and nothing else. On a narrow screen its rows are
 * stacked by the style sheet; browsers then forget what is a table, so the roles are written out.
 */
export function createTable(sectionId: string): DrawnTable {
  const section = byId(sectionId);
  const heading = section.querySelector('h2')?.textContent ?? '';
  const summary = element('p', 'summary');
  const table = element('table', 'cards');
  const caption = element('caption', 'unseen', heading);
  const head = element('thead');
  const body = element('tbody');
  const more = element('button', 'more');
  table.setAttribute('role', 'table');
  head.setAttribute('role', 'rowgroup');
  body.setAttribute('role', 'rowgroup');
  body.id = `${sectionId}-rows`;
  more.type = 'button';
  more.hidden = true;
  more.setAttribute('aria-controls', body.id);
  table.append(caption, head, body);
  section.append(summary, table, more);

  let last: TableView | undefined;
  let all = false;
  const draw = (view: TableView): void => {
    if (last === undefined) drawHead(table, head, view.columns);
    last = view;
    setText(summary, view.summary);
    const rows = all ? view.rows : view.rows.slice(0, shortTable);
    drawRows(body, rows, view);
    const long = view.rows.length > shortTable;
    if (more.hidden === long) more.hidden = !long;
    setText(more, all ? `Show the first ${shortTable}` : `Show all ${view.rows.length}`);
    setAttribute(more, 'aria-expanded', String(all));
  };
  more.addEventListener('click', () => {
    all = !all;
    if (last !== undefined) draw(last);
  });
  return { draw };
}

function drawHead(table: HTMLTableElement, head: HTMLElement, columns: readonly ColumnView[]): void {
  const whole = columns.reduce((sum, { width }) => sum + width, 0);
  const group = element('colgroup');
  for (const { width } of columns) {
    const column = element('col');
    column.style.width = `${(100 * width) / whole}%`;
    group.append(column);
  }
  const row = element('tr');
  row.setAttribute('role', 'row');
  for (const { heading, kind } of columns) {
    const cell = element('th', kind, heading);
    cell.scope = 'col';
    cell.setAttribute('role', 'columnheader');
    row.append(cell);
  }
  table.insertBefore(group, head);
  head.append(row);
}

function drawRows(body: HTMLElement, rows: readonly RowView[], { columns, empty }: TableView): void {
  if (rows.length === 0) {
    if (body.querySelector('.empty') !== null) return;
    const row = element('tr', 'empty');
    const cell = element('td', '', empty);
    row.setAttribute('role', 'row');
    cell.setAttribute('role', 'cell');
    cell.colSpan = columns.length;
    row.append(cell);
    body.replaceChildren(row);
    return;
  }
  drawList(body, rows, {
    key: ({ key }) => key,
    create: () => createRow(columns),
    update: (row, view) => {
      setAttribute(row, 'data-level', view.level);
      view.cells.forEach((cell, at) => {
        drawCell(row.children[at] as HTMLElement, cell);
      });
    },
  });
}

function createRow(columns: readonly ColumnView[]): HTMLTableRowElement {
  const row = element('tr');
  row.setAttribute('role', 'row');
  columns.forEach(({ heading, kind }, at) => {
    const cell = element(at === 0 ? 'th' : 'td', kind);
    if (at === 0) (cell as HTMLTableCellElement).scope = 'row';
    cell.setAttribute('role', at === 0 ? 'rowheader' : 'cell');
    cell.dataset.label = heading;
    cell.append(element('span', 'marked'));
    row.append(cell);
  });
  return row;
}

function drawCell(cell: HTMLElement, { text, level }: CellView): void {
  setAttribute(cell, 'data-level', level);
  setAttribute(cell, 'data-blank', text === none.text ? '' : undefined);
  setText(cell.firstElementChild as Element, text);
}
