import { isShowable } from '../problems/showable.js';
import type { Given, Written } from './values.js';

/**
 * A value as a message may show it. What came from the environment is never shown: there the reference stands, as in the
 * file.
 */
export function shownText({ written }: Given<unknown>, text: string): string {
  return isFromEnvironment(written) ? referenceText(written.raw) : text;
}

/** A text of the file with its `${NAME}`, as a message may show it: without defaults, and not where the rest may be a secret. */
export function referenceText(raw: string): string {
  const named = raw.replaceAll(/\$\{(\w+):-[^{}]*\}/g, (_, name: string) => `\${${name}}`);
  return isShowable(named) ? named : '***';
}

/** Whether any of a value came from the environment, or from the default of a variable. */
export function isFromEnvironment(written: Given<unknown>['written']): written is Written {
  return written !== undefined && written.variables.length > 0;
}
