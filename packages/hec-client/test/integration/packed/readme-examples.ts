/** A block of code in a Markdown page. */
export interface Example {
  readonly name: string;
  readonly language: 'ts' | 'js';
  readonly code: string;
}

/** The programs of a page: a block that imports a maker begins one, any other goes on with the last. */
export function readmeExamples(markdown: string): Example[] {
  const examples: { name: string; language: 'ts' | 'js'; code: string }[] = [];
  for (const [, language, code = ''] of markdown.matchAll(/^```(ts|js)\n(.*?)^```$/gms)) {
    const last = examples.at(-1);
    const begins = /^import pino|^import .*createHec/m.test(code);
    if (begins || last === undefined) {
      examples.push({ name: `example-${examples.length + 1}`, language: language as 'ts' | 'js', code });
    } else {
      last.code += code;
    }
  }
  return examples;
}
