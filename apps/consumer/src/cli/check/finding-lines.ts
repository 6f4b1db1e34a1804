import type { CheckStatus, Finding } from '../../check/finding.js';
import { counted } from '../../check/words.js';
import type { Terminal } from '../terminal.js';

type Style = Pick<Terminal, 'colour' | 'columns'>;

const COLOURS: Readonly<Record<CheckStatus, number>> = { ok: 32, warning: 33, failed: 31, skipped: 2 };
const STATUS_WIDTH = 9;
const CHECK_WIDTH = 18;
const INDENT = ' '.repeat(2 + STATUS_WIDTH);
/** Narrower than this, wrapping makes a column of words. */
const NARROWEST = 60;

/** A finding as lines: how it went, what was looked at, what was seen; and below what to do. */
export function findingLines(
  finding: Finding,
  last: Finding | undefined,
  { colour, columns }: Style,
): string {
  const { status, check, found, code, remedy } = finding;
  const head = paint(status.padEnd(STATUS_WIDTH), COLOURS[status], colour);
  const what = check.padEnd(CHECK_WIDTH);
  const about = subjectOf(finding);
  const lines = [`  ${head}${what}${about === '' ? '' : `${about}: `}${found}`];
  if (remedy !== undefined)
    lines.push(...wrapped(`-> ${remedy}${code === undefined ? '' : ` [${code}]`}`, INDENT, columns));
  const title = titleOf(finding);
  const titled =
    last === undefined || titleOf(last) !== title ? [`${last === undefined ? '' : '\n'}${title}`] : [];
  return `${[...titled, ...lines].join('\n')}\n`;
}

/** The sum of it. */
export function closingLine(findings: readonly Finding[], { colour }: Style): string {
  const count = (wanted: CheckStatus): number => findings.filter(({ status }) => status === wanted).length;
  const failed = count('failed');
  const warnings = count('warning');
  const parts = [
    ...(failed > 0 ? [paint(`${failed} failed`, COLOURS.failed, colour)] : []),
    ...(warnings > 0 ? [paint(counted(warnings, 'warning'), COLOURS.warning, colour)] : []),
    paint(`${count('ok')} ok`, COLOURS.ok, colour),
  ];
  return `\n${parts.join(', ')}\n`;
}

function titleOf({ check, subject }: Finding): string {
  if (check.startsWith('kafka')) return 'Kafka';
  return check.startsWith('hec') ? `Splunk ${subject.split(', ')[0]}` : 'This machine';
}

/** What the title has said already is not said again. */
function subjectOf({ check, subject, status }: Finding): string {
  if (status === 'skipped') return '';
  return check.startsWith('hec') ? subject.split(', ').slice(1).join(', ') : subject;
}

function wrapped(text: string, indent: string, columns: number): string[] {
  const width = Math.max(NARROWEST, columns);
  const lines: string[] = [];
  let line = indent.slice(1);
  for (const word of text.split(' ')) {
    if (line.length + 1 + word.length > width && line.trim() !== '') {
      lines.push(line);
      line = `${indent}  `;
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}

function paint(text: string, code: number, colour: boolean): string {
  return colour ? `\u001b[${code}m${text}\u001b[0m` : text;
}
