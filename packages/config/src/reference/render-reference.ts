import type { AnyKey } from '../keys/key.js';
import { keyTable } from '../keys/key-table.js';
import { closing, example, opening, sectionWords } from './reference-text.js';

/** The text of `docs/configuration.md`, made from the key table that the checks use. */
export function renderReference(): string {
  const sections = [...new Set(keyTable.map(sectionOf))].map(renderSection);
  return `${[opening, example, ...sections, closing].join('\n\n')}\n`;
}

function renderSection(section: string): string {
  const keys = keyTable.filter((key) => sectionOf(key) === section);
  const rows = keys.map((key) => `| ${rowOf(key).join(' | ')} |`);
  const words = sectionWords[section];
  return [
    `## \`${section.replace('[]', '')}\``,
    ...(words === undefined ? [] : ['', words]),
    '',
    '| Key | Value | Default | What it does | Example |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

function rowOf(key: AnyKey): readonly string[] {
  const name = key.path.slice(sectionOf(key).length + 1);
  const isNew = key.since === 'new' ? ' (new)' : '';
  if (key.retired !== undefined) return [`\`${name}\``, 'anything', '', cell(key.says), ''];
  const value = key.list
    ? `list, each ${key.kind.expected}`
    : key.map
      ? `names with values, each ${key.kind.expected}`
      : key.kind.expected;
  return [
    `\`${name}\`${isNew}`,
    cell(value),
    cell(defaultOf(key)),
    cell(key.says),
    `\`${cell(key.example)}\``,
  ];
}

function defaultOf(key: AnyKey): string {
  if (key.required) return '**required**';
  return key.fallback === undefined ? (key.absent ?? 'none') : `\`${key.fallback}\``;
}

function sectionOf(key: AnyKey): string {
  return key.path.slice(0, key.path.lastIndexOf('.'));
}

/** A pipe would end the cell. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
