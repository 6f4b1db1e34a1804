import { pointerPath } from './json-pointer.js';
import type { Placeholder, Template, TemplateSlot } from './template.js';

/** What is wrong with a template, and where. Holds none of its text: that may have come from the environment. */
export interface TemplateFault {
  /** Words that stand behind "expected …; ". */
  readonly fault: string;
  /** Position of it in the text, from 0. */
  readonly at: number;
}

const SIMPLE = ['topic', 'partition', 'offset', 'timestamp', 'key'] as const;
const KNOWN =
  'known are {topic}, {partition}, {offset}, {key}, {timestamp}, {header:name} and {json:/pointer}';

/**
 * Reads a template: `{name}` is a placeholder, `{name|text}` one with a default, `{{` and `}}` are plain braces.
 * Placeholders cannot stand inside each other.
 */
export function parseTemplate(written: string): Template | TemplateFault {
  const parts: (string | TemplateSlot)[] = [];
  let plain = '';
  let at = 0;
  while (at < written.length) {
    const letter = written[at] as string;
    if (letter !== '{' && letter !== '}') {
      plain += letter;
      at++;
    } else if (written[at + 1] === letter) {
      plain += letter;
      at += 2;
    } else if (letter === '}') {
      return { at, fault: 'a "}" without a "{" before it; a plain one is written "}}"' };
    } else {
      const end = written.indexOf('}', at);
      if (end < 0) return { at, fault: 'a "{" without a "}" behind it; a plain one is written "{{"' };
      const slot = parseSlot(written.slice(at + 1, end));
      if (typeof slot === 'string') return { at, fault: slot };
      if (plain !== '') parts.push(plain);
      parts.push(slot);
      plain = '';
      at = end + 1;
    }
  }
  if (plain !== '') parts.push(plain);
  return { written, parts };
}

/** What stands between the braces; a text says what is wrong with it. */
function parseSlot(inside: string): TemplateSlot | string {
  const bar = inside.indexOf('|');
  const placeholder = parsePlaceholder(bar < 0 ? inside : inside.slice(0, bar));
  if (typeof placeholder === 'string' || bar < 0) return placeholder;
  return { ...placeholder, fallback: inside.slice(bar + 1) };
}

function parsePlaceholder(name: string): Placeholder | string {
  const simple = SIMPLE.find((word) => word === name);
  if (simple !== undefined) return { kind: simple };
  const colon = name.indexOf(':');
  const word = colon < 0 ? name : name.slice(0, colon);
  const argument = colon < 0 ? '' : name.slice(colon + 1);
  if (word === 'header') {
    return argument === ''
      ? 'a header needs its name, as in {header:tenant}'
      : { kind: 'header', name: argument };
  }
  if (word === 'json') {
    const path = pointerPath(argument);
    return path === undefined
      ? 'what follows "json:" is no JSON pointer, as in {json:/service/name}'
      : { kind: 'json', path };
  }
  return `no such placeholder; ${KNOWN}; a plain brace is written "{{"`;
}
