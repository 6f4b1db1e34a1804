import { anyCase } from '../schema/value-schema.js';
import { parseTemplate } from '../template/parse-template.js';
import { literalTemplate, type Template } from '../template/template.js';
import { isPrintable, text } from './basic-kinds.js';
import { type Kind, kindOf, type Reading } from './kind.js';

/** Where the time of an event comes from. */
export type TimeSource =
  | 'record'
  | 'none'
  | { readonly kind: 'header'; readonly name: string }
  | { readonly kind: 'json'; readonly path: readonly string[] };

const TEMPLATE = 'text, which may hold placeholders such as {topic} or {header:tenant|main}';
const TIME = 'record, none, {header:name} or {json:/pointer}';

/** Text with placeholders. */
export const template: Kind<Template> = {
  expected: TEMPLATE,
  read: (written): Reading<Template> => {
    if (!isPrintable(written)) return { expected: text.expected };
    const parsed = parseTemplate(written);
    if ('parts' in parsed) return { value: parsed };
    return { expected: `${TEMPLATE}; character ${parsed.at + 1}: ${parsed.fault}`, at: parsed.at };
  },
};

/**
 * The same for keys that the original's files have: there a text with braces that is no template stands for itself. See
 * `noticeBraces`.
 */
export const originalTemplate: Kind<Template> = {
  expected: TEMPLATE,
  read: (written): Reading<Template> => {
    if (!isPrintable(written)) return { expected: text.expected };
    const parsed = parseTemplate(written);
    return { value: 'parts' in parsed ? parsed : literalTemplate(written) };
  },
};

/** Where the time of an event comes from. */
export const timeSource: Kind<TimeSource> = {
  expected: TIME,
  schema: { words: ['record', 'none'], text: `${anyCase('record', 'none')}|^\\{(header|json):[^{}]+\\}$` },
  read: (written): Reading<TimeSource> => {
    const word = written.toLowerCase();
    if (word === 'record' || word === 'none') return { value: word };
    const parsed = parseTemplate(written);
    if (!('parts' in parsed))
      return { expected: `${TIME}; character ${parsed.at + 1}: ${parsed.fault}`, at: parsed.at };
    const [slot, ...more] = parsed.parts;
    if (slot === undefined || typeof slot === 'string' || more.length > 0) return { expected: TIME };
    if (slot.fallback !== undefined)
      return { expected: `${TIME}, without a default: where there is none, the time is the record's` };
    return slot.kind === 'header' || slot.kind === 'json' ? { value: slot } : { expected: TIME };
  },
};

/** A name of an indexed field. Splunk keeps those that begin with `_` to itself. */
export const fieldName: Kind<string> = kindOf(
  'a field name: a letter, then letters, digits, "_", ".", ":" and "-", at most 128',
  (name) => (/^[A-Za-z][\w.:-]{0,127}$/.test(name) ? name : undefined),
);

/** The name of a record's header, as it stands in a template too. */
export const headerName: Kind<string> = kindOf(
  'the name of a header, without braces, "|" and control characters',
  (name) => (isPrintable(name) && !/[{}|]/.test(name) ? name : undefined),
);
