// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the text speaks of ${NAME} in configuration files
import type { AnyKey } from '../keys/key.js';
import { fileSection, isSection, type Section } from '../keys/section.js';
import { sectionWords } from '../reference/reference-text.js';
import { openKeys, samples, usualKeys } from './chosen-keys.js';
import { remark } from './remark.js';

/** Options of {@link starterFile}. */
export interface StarterOptions {
  /** Every key that there is, not only the usual ones. @defaultValue false */
  readonly all?: boolean;
}

const HEAD = `\
# Configuration of kafka-splunk-consumer.
#
# Fill in what stands open. A key behind a # shows its default or an example; take the # away to use it. \${NAME} is
# taken from the environment. Nothing here is sent anywhere before you say so:
#
#   kafka-splunk-consumer check -c FILE          looks at brokers, topics, token and all, and says what to mend
#   kafka-splunk-consumer config show -c FILE    shows what is in force, and where it comes from
#   kafka-splunk-consumer -c FILE                runs
#
# For completion in your editor: kafka-splunk-consumer schema --help
`;

/** A commented configuration to begin with. It is valid once the environment has `HEC_TOKEN`. */
export function starterFile({ all = false }: StarterOptions = {}): string {
  const wanted = (key: AnyKey): boolean =>
    key.retired === undefined && (all || key.path in openKeys || usualKeys.has(key.path));
  const sections = [...fileSection.members].flatMap(([name, member]) =>
    isSection(member) ? [sectionLines(name, member, '', wanted)] : [],
  );
  const blocks = sections.filter((lines) => lines.length > 0).map((lines) => `${lines.join('\n')}\n`);
  return [HEAD, ...blocks].join('\n');
}

/** A section without an open key stands behind `#` itself, at the place where it belongs. */
function sectionLines(
  name: string,
  section: Section,
  indent: string,
  wanted: (key: AnyKey) => boolean,
): string[] {
  const inner = `${indent}${section.list ? '    ' : '  '}`;
  const body: string[] = [];
  let first = true;
  for (const [key, member] of section.members) {
    if (isSection(member)) {
      append(body, sectionLines(key, member, inner, wanted));
    } else if (wanted(member)) {
      append(body, [...remark(member.says, inner), keyLine(key, member, inner, section.list && first)]);
      first = false;
    }
  }
  if (body.length === 0) return [];
  const open = Object.keys(openKeys).some((path) => path.startsWith(`${section.path}.`));
  const words = sectionWords[section.path];
  return [
    ...(words === undefined ? [] : remark(words, indent)),
    `${indent}${open ? '' : '#'}${name}:`,
    ...body,
  ];
}

/** With an empty line between. */
function append(lines: string[], more: readonly string[]): void {
  if (lines.length > 0 && more.length > 0) lines.push('');
  lines.push(...more);
}

/** The first key of a list's section carries the dash, two columns to the left. */
function keyLine(name: string, key: AnyKey, indent: string, dashed: boolean): string {
  const open = openKeys[key.path];
  const mark = open === undefined ? '#' : '';
  const place = dashed ? `${indent.slice(2)}${mark}- ` : `${indent}${mark}`;
  return `${place}${name}: ${open ?? samples[key.path] ?? key.fallback ?? key.example}`;
}
