/** What an editor can know of a value before the program reads it. Everything in it is looser than the reading itself. */
export interface ValueSchema {
  /** The words it takes, offered for completion. `text` must take them too. */
  readonly words?: readonly string[];
  /** YAML's own booleans are taken. */
  readonly boolean?: true;
  /** Numbers are taken: whole ones or with decimals, both bounds allowed. */
  readonly number?: { readonly min: number; readonly max: number; readonly digits: 'whole' | 'decimal' };
  /** Never what YAML takes for a number or a boolean. Without it texts may look so: the topic `0123`. */
  readonly onlyText?: true;
  /** A regular expression (ECMAScript, without flags) for texts. */
  readonly text?: string;
}

/** A pattern for one of these words in any case: JSON Schema has no flag for that. */
export function anyCase(...words: readonly string[]): string {
  const patterns = words.map((word) =>
    word
      .replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
      .replaceAll(/[a-z]/gi, (letter) => `[${letter.toLowerCase()}${letter.toUpperCase()}]`),
  );
  return `^(${patterns.join('|')})$`;
}
