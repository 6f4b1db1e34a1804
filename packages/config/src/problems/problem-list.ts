import type { Place } from '../yaml/tree.js';
import type { Finding, Problem } from './problem.js';
import { SHOWN_PROBLEMS } from './shown-problems.js';
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
    this.#problems.push({ file: this.#file, ...place, ...rest });
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

  /** There are more than anybody reads: what costs much and only helps to read them can be left out. */
  get isLong(): boolean {
    return this.#problems.length >= SHOWN_PROBLEMS;
  }

  /**
   * In the order of the file. The first ones have their line: to know whether it may be shown takes the lines above it,
   * and there may be thousands of both.
   */
  sorted(): readonly Problem[] {
    return this.#problems
      .toSorted((a, b) => a.line - b.line || a.column - b.column)
      .map((problem, at) => (at < SHOWN_PROBLEMS ? this.#withExcerpt(problem) : problem));
  }

  #withExcerpt(problem: Problem): Problem {
    const shown = excerpt(this.#lines, problem);
    return shown === undefined ? problem : { ...problem, excerpt: shown };
  }
}
