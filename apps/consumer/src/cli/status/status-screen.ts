import { grouped } from '../../grouped.js';
import { describeAge } from '../../observe/progress.js';
import { timeOfDay } from '../../observe/standstill.js';
import type { StatusCause, StatusReport } from '../../status/status-report.js';
import { partitionRows, partitionTitles } from './partition-rows.js';
import { bytes, seconds } from './quantities.js';
import { fitted, printable, textTable } from './text-table.js';

/** How the screen looks. */
export interface ScreenOptions {
  readonly colour: boolean;
  /** Characters in a line. */
  readonly columns: number;
  /** Every partition, not only the first twenty. */
  readonly all: boolean;
}

const colours = { red: '\u001b[31m', yellow: '\u001b[33m', green: '\u001b[32m', bold: '\u001b[1m' } as const;
const reset = '\u001b[0m';
const stateColours: Readonly<Record<StatusReport['state'], keyof typeof colours>> = {
  running: 'green',
  starting: 'yellow',
  degraded: 'yellow',
  draining: 'yellow',
  'standing-still': 'red',
};

/** The report as a screen of text: the same picture as the page. */
export function statusScreen(report: StatusReport, options: ScreenOptions): string {
  const paint = (colour: keyof typeof colours, text: string): string =>
    options.colour ? `${colours[colour]}${text}${reset}` : text;
  const section = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ['', paint('bold', title), ...lines];
  const state = report.state.toUpperCase().replace('-', ' ');
  const lines = [
    fitted(programLine(report), options.columns),
    `${paint(stateColours[report.state], state)}  ${printable(fitted(flowLine(report), options.columns - state.length - 2))}`,
    fitted(totalsLine(report), options.columns),
    ...section(
      'In the way',
      report.causes.flatMap((cause) => causeLines(cause, options.columns, paint)),
    ),
    ...section('Splunk', deliveryTable(report, options.columns)),
    ...section('Workers', workerTable(report, options.columns)),
    ...section('Partitions', partitionTable(report, options)),
    ...section(
      `Dead letters, in ${printable(report.deadLetters.where)}`,
      deadLetterTable(report, options.columns),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function programLine({ program, now }: StatusReport): string {
  const { version, group, pid, host, startedAt } = program;
  const up = describeAge(Math.max(0, now - startedAt));
  return printable(`kafka-splunk-consumer ${version} · group ${group} · pid ${pid} on ${host} · up ${up}`);
}

function flowLine({ rates, lag, oldestUnsettledAt, delay, now }: StatusReport): string {
  return [
    `${grouped(rates.eventsPerSecond)} events/s`,
    `${bytes(rates.bytesPerSecond)}/s`,
    `lag ${lag === undefined ? 'unknown' : grouped(lag)}`,
    ...(oldestUnsettledAt === undefined
      ? []
      : [`oldest unsettled ${describeAge(Math.max(0, now - oldestUnsettledAt))}`]),
    ...(delay === undefined
      ? []
      : [`delay: half within ${seconds(delay.acceptedP50Ms)}, 99 % within ${seconds(delay.acceptedP99Ms)}`]),
  ].join(' · ');
}

function totalsLine({ totals, memory }: StatusReport): string {
  const skipped = totals.skippedTombstones + totals.skippedEmpty;
  return [
    `${grouped(totals.deliveredEvents)} delivered (${bytes(totals.deliveredBytes)})`,
    ...(totals.acknowledgedEvents === undefined
      ? []
      : [`${grouped(totals.acknowledgedEvents)} acknowledged`]),
    `${grouped(totals.deadLettered)} dead letters`,
    ...(skipped > 0 ? [`${grouped(skipped)} skipped`] : []),
    ...(totals.duplicatesPossible > 0 ? [`${grouped(totals.duplicatesPossible)} perhaps twice`] : []),
    `holds ${bytes(memory.heldBytes)} of ${bytes(memory.budgetBytes)}`,
  ].join(' · ');
}

function causeLines(
  { severity, name, text, remedy, code }: StatusCause,
  columns: number,
  paint: (colour: keyof typeof colours, text: string) => string,
): string[] {
  const words = printable(`${name}: ${text}`);
  return [
    `  ${paint(severity === 'critical' ? 'red' : 'yellow', severity.padEnd(8))}  ${words}`,
    ...(remedy === undefined ? [] : [fitted(`            ${printable(remedy)}`, columns)]),
    ...(code === undefined ? [] : [`            docs/runbook.md#${printable(code)}`]),
  ];
}

function deliveryTable({ deliveries, now }: StatusReport, width: number): string[] {
  const rows = deliveries.map(({ name, state, since, failures, cause, lastError }) => [
    name,
    state,
    timeOfDay(since, now),
    String(failures),
    cause ?? (lastError === undefined ? '' : `last: ${lastError.text} at ${timeOfDay(lastError.at, now)}`),
  ]);
  const titles = ['name', 'state', 'since', 'failures', ''].map((title, at) => ({ title, right: at === 3 }));
  return rows.length === 0 ? [] : textTable(titles, rows, width);
}

function workerTable({ workers, now }: StatusReport, width: number): string[] {
  const rows = workers.map((worker) => [
    String(worker.worker),
    worker.state,
    timeOfDay(worker.since, now),
    worker.pid === undefined ? '' : String(worker.pid),
    grouped(worker.partitions),
    grouped(worker.eventsPerSecond),
    worker.residentBytes === undefined ? '' : bytes(worker.residentBytes),
    grouped(worker.restarts),
    worker.lastDeath === undefined
      ? ''
      : `died ${timeOfDay(worker.lastDeath.at, now)}: ${worker.lastDeath.text}`,
  ]);
  const titles = ['#', 'state', 'since', 'pid', 'partitions', 'events/s', 'memory', 'restarts', ''];
  const columns = titles.map((title, at) => ({ title, right: at === 0 || (at > 2 && at < 8) }));
  return textTable(columns, rows, width);
}

function partitionTable(report: StatusReport, { all, columns }: ScreenOptions): string[] {
  const { rows, more } = partitionRows(report, all ? Number.POSITIVE_INFINITY : 20);
  if (rows.length === 0) return ['  none'];
  return [
    ...textTable(partitionTitles, rows, columns),
    ...(more === 0 ? [] : [`  and ${grouped(more)} more, in less trouble (--all shows them)`]),
  ];
}

function deadLetterTable({ deadLetters, now }: StatusReport, width: number): string[] {
  if (deadLetters.recent.length === 0) return [];
  const rows = deadLetters.recent
    .slice(0, 5)
    .map(({ at, topic, partition, offset, text }) => [
      timeOfDay(at, now),
      `${topic}[${partition}]`,
      String(offset),
      text,
    ]);
  return textTable(
    [{ title: 'when' }, { title: 'partition' }, { title: 'offset', right: true }, { title: 'why' }],
    rows,
    width,
  );
}
