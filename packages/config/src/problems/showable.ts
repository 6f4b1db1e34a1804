import { keyTable } from '../keys/key-table.js';

/** Anything that may carry a secret inside a text that otherwise may be shown; `@` stands behind a password in a URL. */
const SUSPICIOUS = /tok|passw|secret|@/i;

/** Names of keys whose values may be shown, and of sections; not `token_file`, where a token may stand by mistake. */
const harmless = new Set(
  keyTable
    .filter((key) => key.secret === undefined && !/(token|password)_file$/.test(key.path))
    .flatMap((key) => key.path.replaceAll('[]', '').split('.')),
);

/** True for the name of a key or section of ours whose value is no secret. */
export function isHarmlessKey(name: string): boolean {
  return harmless.has(name);
}

/**
 * True for a value that may be printed: nothing in it looks like a secret or like another key. A quote that was never
 * closed swallows the lines below, and one of them may be `token: …`. Inside `{ }` known harmless keys may stand.
 */
export function isShowable(value: string): boolean {
  if (SUSPICIOUS.test(value)) return false;
  const text = value.replaceAll(/\$\{\w+\}/g, '');
  if (!/[{}]/.test(text)) return !/:(\s|$)/.test(text);
  const keys = [...text.matchAll(/(?:^|[{,])\s*["']?([\w.-]+)["']?\s*:/g)];
  return keys.length === text.split(':').length - 1 && keys.every(([, name = '']) => harmless.has(name));
}
