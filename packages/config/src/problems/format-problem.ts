import { printable } from './printable.js';
import type { Problem } from './problem.js';

/** One problem as it is printed: `file:line:column: key: text`, then the line and a caret. */
export function formatProblem(problem: Problem): string {
  const place = problem.line > 0 ? `:${problem.line}:${problem.column}` : '';
  const key = problem.key === '' ? '' : `${printable(problem.key)}: `;
  const head = `${printable(problem.file)}${place}: ${key}${problem.text}`;
  return problem.excerpt === undefined ? head : `${head}\n${problem.excerpt}`;
}
