import type { Place } from '../yaml/tree.js';
import type { Finding, Problem } from './problem.js';
import { excerpt } from './source-excerpt.js';

/** Gathers problems, so that all are told at once. */
export class ProblemList {
  readonly #file: string;
  readonly #lines: readonly string[];
  readonly #problems: Problem[] = [];

  constructor(file: string, text: string) {
    this.#file = file;
    this.#lines = text.split(/\r\n|\r|\n/);
  }

  add(finding: Finding): void {
    const { place, ...rest } = finding;
    const shown = excerpt(this.#lines, place);
    this.#problems.push({
      file: this.#file,
      ...place,
      ...rest,
      ...(shown === undefined ? {} : { excerpt: shown }),
    });
  }

  /**
   * The place of a character of a value. The value's own place where it does not stand in its line letter for letter: it
   * is folded, or has escapes.
   */
  placeWithin(place: Place, text: string, at: number): Place {
    const rest = (this.#lines[place.line - 1] ?? '').slice(place.column - 1);
    const quote = /^["']/.test(rest) ? 1 : 0;
    return rest.startsWith(text, quote) ? { line: place.line, column: place.column + quote + at } : place;
  }

  get empty(): boolean {
    return this.#problems.length === 0;
  }

  /** In the order of the file. */
  sorted(): readonly Problem[] {
    return this.#problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
  }
}
