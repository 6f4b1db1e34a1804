const colours: Readonly<Record<string, string>> = {
  debug: '\u001b[90m',
  info: '\u001b[32m',
  warning: '\u001b[33m',
  error: '\u001b[31m',
  critical: '\u001b[97;41m',
};
const dim = '\u001b[90m';
const reset = '\u001b[0m';

/** Fields that every line has, or that the line's words already say. */
const silent = new Set(['level', 'time', 'pid', 'worker', 'workerPid', 'msg', 'err', 'progress', 'delivery']);

/** Options of {@link prettyLine}. */
export interface PrettyOptions {
  readonly colour: boolean;
}

/**
 * Makes a line of the JSON log pleasant on a terminal: `12:04:09 warning worker 1  words  field=value`. A line that is
 * no JSON object is passed through. Control characters in the texts (a broker's or Splunk's words) do not reach the
 * terminal.
 */
export function prettyLine(line: string, options: PrettyOptions): string {
  const entry = parse(line);
  if (entry === undefined) return line;
  const paint = (colour: string, text: string): string =>
    options.colour ? `${colour}${text}${reset}` : text;
  const level = text(entry.level);
  const time = text(entry.time).slice(11, 19);
  const who = entry.worker === undefined ? 'supervisor' : `worker ${text(entry.worker)}`;
  const fields = Object.entries(entry)
    .filter(([name]) => !silent.has(name))
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const head = [
    paint(dim, `${time}Z`),
    paint(colours[level] ?? dim, level.padEnd(8)),
    paint(dim, who.padEnd(10)),
    clean(text(entry.msg)),
    ...(fields.length === 0 ? [] : [paint(dim, clean(fields.join(' ')))]),
  ].join(' ');
  const stack = stackOf(entry.err);
  return stack === undefined ? `${head}\n` : `${head}\n${paint(dim, indent(clean(stack)))}\n`;
}

function parse(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
}

function clean(value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach a terminal
  return value.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '�');
}

function stackOf(err: unknown): string | undefined {
  if (typeof err !== 'object' || err === null || !('stack' in err)) return undefined;
  return typeof err.stack === 'string' ? err.stack : undefined;
}

function indent(value: string): string {
  return value.replace(/^/gm, '    ');
}
