import type { Setting, SettingValue } from '@kafka-splunk/config';
import { originWords } from './origin-words.js';

/** How the settings are printed. */
export interface YamlStyle {
  /** Dims where values come from. */
  readonly colour: boolean;
}

/** Values wider than this push their origin out of the column, and not all others with it. */
const WIDEST = 56;

interface Line {
  readonly text: string;
  /** Where it comes from; undefined for the head of a section. */
  readonly from?: string;
}

/** The settings as YAML, with where each comes from as a comment behind it. */
export function settingsYaml(file: string, settings: readonly Setting[], { colour }: YamlStyle): string {
  const lines = linesOf(settings);
  const width = Math.min(WIDEST, Math.max(...lines.map(({ text }) => text.length)));
  const dim = (text: string): string => (colour ? `\u001b[2m${text}\u001b[22m` : text);
  const printed = lines.map(({ text, from }) =>
    from === undefined ? text : `${text.padEnd(width)}  ${dim(`# ${from}`)}`,
  );
  return `${dim(`# in force with ${file}`)}\n${printed.join('\n')}\n`;
}

function linesOf(settings: readonly Setting[]): Line[] {
  const lines: Line[] = [];
  const filled = settings.filter(({ value }) => value !== undefined).map(({ key }) => pathOf(key).join('.'));
  let open: readonly string[] = [];
  for (const { key, value, origin } of settings) {
    const path = pathOf(key);
    const sections = path.slice(0, -1);
    const shared = sharedLength(open, sections);
    for (let depth = shared; depth < sections.length; depth++) {
      const within = path.slice(0, depth + 1).join('.');
      const empty = !filled.some((each) => each.startsWith(`${within}.`));
      lines.push(...headOf(sections, depth, empty));
    }
    open = sections;
    const name = path.at(-1) ?? '';
    // Behind the dash of its list a key starts where those below it do.
    const behindDash = lines.at(-1)?.text.endsWith('- ') === true && shared < sections.length;
    const head = behindDash ? (lines.pop()?.text ?? '') : '  '.repeat(sections.length);
    const text =
      value === undefined ? `${'  '.repeat(sections.length)}# ${name}` : `${head}${name}: ${flow(value)}`;
    lines.push({ text, from: originWords(origin) });
  }
  return lines;
}

/** `routes[0].index` in steps, the position in a list being one. */
function pathOf(key: string): readonly string[] {
  return key.replaceAll(/\[(\d+)\]/g, '.$1').split('.');
}

/** An empty section stands there as a comment: the file's own empty ones can mean something. */
function headOf(sections: readonly string[], depth: number, empty: boolean): Line[] {
  const name = sections[depth] ?? '';
  if (/^\d+$/.test(name)) return [{ text: `${'  '.repeat(depth)}- ` }];
  return [
    ...(depth === 0 ? [{ text: '' }] : []),
    { text: `${'  '.repeat(depth)}${empty ? '# ' : ''}${name}:` },
  ];
}

function sharedLength(a: readonly string[], b: readonly string[]): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

/** In the flow style of YAML, so that each key stays on its line. */
function flow(value: SettingValue): string {
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return `[${value.map(quoted).join(', ')}]`;
  const members = Object.entries(value).map(([name, each]) => `${quoted(name)}: ${quoted(each)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

/** Quoted where YAML, or a reader, could take it for something else. */
function quoted(value: string): string {
  return /^[\w./:+-][\w ./:@+-]*$/.test(value) && !/(: |:$|^[-?:] | $)/.test(value)
    ? value
    : JSON.stringify(value);
}
