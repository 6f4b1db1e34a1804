import type { Setting } from '@kafka-splunk/config';
import { originWords } from './origin-words.js';

/** The settings for scripts: one object with the file's name and a list. */
export function settingsJson(file: string, settings: readonly Setting[]): string {
  const list = settings.map(({ key, value, origin }) => ({
    key,
    value: value ?? null,
    origin: origin.kind === 'absent' ? 'not set' : origin.kind,
    ...('line' in origin ? { line: origin.line } : {}),
    ...('path' in origin ? { path: origin.path } : {}),
    ...('variables' in origin && origin.variables.length > 0
      ? { environment: origin.variables.map(({ name }) => name) }
      : {}),
    from: originWords(origin),
  }));
  return `${JSON.stringify({ file, settings: list }, null, 2)}\n`;
}
