import type { Finding } from './finding.js';

/** What was found of one package. */
export interface Row {
  readonly name: string;
  /** As it is packed, and what changesets makes of it. */
  readonly version: string;
  readonly files: number;
  readonly bytes: number;
  readonly findings: readonly Finding[];
}

const marks = { ok: 'ok', note: 'note', failed: 'FAILED' } as const;

/** A table of all packages and all looks at them; below it what is to be mended or known. */
export function renderTable(rows: readonly Row[], overall: readonly Finding[]): string {
  const checks = [...new Set(rows.flatMap(({ findings }) => findings.map(({ check }) => check)))];
  const lines = [
    ['package', 'version', 'files', 'KiB', ...checks],
    ...rows.map(({ name, version, files, bytes, findings }) => [
      name,
      version,
      String(files),
      String(Math.ceil(bytes / 1024)),
      ...checks.map((check) => {
        const status = findings.find((finding) => finding.check === check)?.status;
        return status === undefined ? '' : marks[status];
      }),
    ]),
  ];
  const widths = checks
    .concat('', '', '', '')
    .map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const table = lines.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const words = [
    ...rows.flatMap(({ name, findings }) => findings.map((finding) => ({ name, ...finding }))),
    ...overall.map((finding) => ({ name: 'all', ...finding })),
  ].filter(({ status, name, text }) => status !== 'ok' || (name === 'all' && text !== ''));
  return [
    ...table,
    '',
    ...overall.map(({ check, status }) => `${check}: ${marks[status]}`),
    ...words.map(({ name, check, status, text }) => `${marks[status]} ${name}, ${check}: ${text}`),
  ].join('\n');
}
