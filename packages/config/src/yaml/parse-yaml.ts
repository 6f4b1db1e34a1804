import { LineCounter, parseDocument } from 'yaml';
import { buildTree } from './build-tree.js';
import { faultSentences } from './fault-sentences.js';
import type { Fault, Place, TreeNode } from './tree.js';

/** The tree of a file, or why there is none. */
export type ParsedYaml =
  | { readonly root: TreeNode | undefined; readonly faults: readonly Fault[]; readonly broken: false }
  | { readonly faults: readonly Fault[]; readonly broken: true };

/**
 * Reads YAML without giving any value a type (the failsafe schema): what a value means is decided where its key is
 * known. So `topic: 0123` stays `0123`, and `use_https: yes` is a boolean all the same.
 *
 * Duplicate keys are looked for in {@link buildTree}: the parser's own check compares each key with each other, and a
 * file of 200,000 keys kept it busy for four minutes.
 */
export function parseYaml(text: string): ParsedYaml {
  const lines = new LineCounter();
  const placeOf = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const document = parseDocument(text, {
    version: '1.1',
    schema: 'failsafe',
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'error',
    lineCounter: lines,
  });
  if (document.errors.length > 0) {
    return {
      broken: true,
      faults: firstOfEachLine(document.errors.map((e) => toFault(placeOf(e.pos[0]), e.code))),
    };
  }
  const faults: Fault[] = [];
  const { root, tooLarge } = buildTree(document.contents, placeOf, faults);
  return tooLarge ? { broken: true, faults } : { broken: false, root, faults };
}

function toFault(place: Place, code: keyof typeof faultSentences): Fault {
  return { place, key: '', reason: 'syntax', text: faultSentences[code] ?? faultSentences.IMPOSSIBLE };
}

/** What follows the first fault of a line is mostly its echo. */
function firstOfEachLine(faults: readonly Fault[]): readonly Fault[] {
  const byLine = new Map<number, Fault>();
  for (const fault of faults) if (!byLine.has(fault.place.line)) byLine.set(fault.place.line, fault);
  return [...byLine.values()];
}
