/**
 * The text of a value as it was written, for a key of the outermost object of a JSON text; the last one where the key
 * stands twice, as JSON.parse has it. The text must be valid JSON.
 */
export function topLevelValue(text: string, key: string): string | undefined {
  let depth = 0;
  let found: string | undefined;
  for (const match of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]]/g)) {
    const token = match[0];
    if (token === '{' || token === '[') depth++;
    else if (token === '}' || token === ']') depth--;
    else if (depth === 1) {
      const value = /^\s*:\s*([^,}\s]+)/.exec(
        text.slice(match.index + token.length, match.index + token.length + 80),
      );
      if (value !== null && JSON.parse(token) === key) found = value[1];
    }
  }
  return found;
}
