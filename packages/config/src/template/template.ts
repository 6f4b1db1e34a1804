/** What a placeholder of a template stands for. */
export type Placeholder =
  /** `{topic}` `{partition}` `{offset}` `{key}`; `{timestamp}` is the record's, in milliseconds since the epoch. */
  | { readonly kind: 'topic' | 'partition' | 'offset' | 'timestamp' | 'key' }
  /** `{header:name}`: the value of the record's last header of this name. */
  | { readonly kind: 'header'; readonly name: string }
  /** `{json:/a/0/b}`: what a JSON pointer (RFC 6901) finds in the record's value; the path is the pointer's, unescaped. */
  | { readonly kind: 'json'; readonly path: readonly string[] };

/** A placeholder in its place. */
export type TemplateSlot = Placeholder & {
  /** What stands there when the record has no such thing; where there is none, the whole text is left out. */
  readonly fallback?: string;
};

/** Text that is made of a record: plain parts and placeholders, in order. */
export interface Template {
  /** As it stands in the file. */
  readonly written: string;
  readonly parts: readonly (string | TemplateSlot)[];
}

/** The text of a template without placeholders; undefined where it has one. */
export function plainText({ parts }: Template): string | undefined {
  return parts.every((part) => typeof part === 'string') ? parts.join('') : undefined;
}

/** A template for this text as it stands, braces and all. */
export function literalTemplate(text: string): Template {
  return { written: text, parts: [text] };
}

/** A template that is one placeholder. */
export function headerTemplate(name: string): Template {
  return { written: `{header:${name}}`, parts: [{ kind: 'header', name }] };
}
