import { keyTable } from '../keys/key-table.js';

/** Anything that may carry a secret inside a text that otherwise may be shown; `@` stands behind a password in a URL. */
const SUSPICIOUS = /tok|passw|secret|@/i;

/** Secret keys, and those that name a secret's file: somebody may write the secret itself there by mistake. */
const secretPaths: ReadonlySet<string> = new Set(
  keyTable.filter(({ secret }) => secret).flatMap(({ path }) => [path, `${path}_file`]),
);

/** Names of keys whose values may be shown, and of sections. */
const harmless = new Set(
  keyTable
    .filter(({ path }) => !secretPaths.has(path))
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
