import type { Level } from './level.js';

/** A column of a table. */
export interface ColumnView {
  readonly heading: string;
  /**
   * How it is laid out: numbers stand to the right; on a narrow screen a state stands beside the row's name, a time
   * gets two places and a wide text a line of its own.
   */
  readonly kind: 'text' | 'number' | 'state' | 'time' | 'wide';
  /** Share of the width, relative to the other columns: fixed, so that columns stay where they are. */
  readonly width: number;
}

/** A cell. Its text is shown as text, whatever is in it. */
export interface CellView {
  readonly text: string;
  /** Shown as a shape before the text. */
  readonly level?: Level | undefined;
}

/** A row; the first cell names it. */
export interface RowView {
  /** The same for the same thing in the next report: its row is changed in place. */
  readonly key: string;
  readonly level: Level;
  readonly cells: readonly CellView[];
}

/** What a table shows at one moment. */
export interface TableView {
  readonly columns: readonly ColumnView[];
  readonly rows: readonly RowView[];
  /** Said in place of rows where there are none. */
  readonly empty: string;
  /** One sentence under the heading that sums the table up. */
  readonly summary: string;
}

/** Shown where a value is not known or does not apply; read by screen readers as nothing. */
export const none: CellView = { text: '–' };

/** A cell of text; nothing where there is none. */
export function cell(text: string | undefined, level?: Level): CellView {
  return text === undefined || text === '' ? none : { text, level };
}
