/** A column. */
export interface Column {
  readonly title: string;
  /** Numbers stand at the right of their column. */
  readonly right?: boolean;
}

/** Control characters in the words of a broker or of Splunk do not reach the terminal. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ');
}

/** A table with aligned columns, indented by two; what is too long for the line ends with `…`. */
export function textTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
): string[] {
  const clean = rows.map((row) => row.map(printable));
  const widths = columns.map(({ title }, at) =>
    Math.max(title.length, ...clean.map((row) => (row[at] ?? '').length)),
  );
  const line = (cells: readonly string[]): string => {
    const padded = columns.map(({ right }, at) => {
      const [cell, size] = [cells[at] ?? '', widths[at] as number];
      return right ? cell.padStart(size) : cell.padEnd(size);
    });
    return fitted(`  ${padded.join('  ')}`.trimEnd(), width);
  };
  return [line(columns.map(({ title }) => title)), ...clean.map(line)];
}

/** The text in so many characters. */
export function fitted(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}
