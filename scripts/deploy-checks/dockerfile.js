// Reads a Dockerfile as far as ours goes: stages with their steps, variables filled in, lines that go on joined.

/**
 * @typedef {{ instruction: string, text: string }} Step
 * @typedef {{ name: string, steps: Step[] }} Stage
 */

/**
 * @param {string} text
 * @returns {Stage[]}
 */
export function readStages(text) {
  const lines = text
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '');
  /** @type {Stage[]} */
  const stages = [];
  for (const line of lines) {
    const [, instruction, rest] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    if (instruction === undefined) throw new Error(`not a step of a Dockerfile: ${line}`);
    if (instruction === 'FROM') {
      stages.push({ name: /\sAS\s+(\S+)$/i.exec(rest)?.[1] ?? 'final', steps: [] });
    } else if (stages.length > 0) {
      stages.at(-1).steps.push({ instruction, text: rest });
    } else if (instruction !== 'ARG') {
      throw new Error(`${instruction} before the first FROM`);
    }
  }
  return stages;
}

/**
 * Whether a file of the context is left out, by the patterns of a .dockerignore: two stars before a name mean anywhere,
 * a name alone the root.
 *
 * @param {string} ignore
 * @returns {(path: string) => boolean}
 */
export function ignoredBy(ignore) {
  const patterns = ignore
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const anywhere = line.startsWith('**/');
      const name = line
        .replace(/^\*\*\//, '')
        .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
        .replaceAll('*', '[^/]*');
      return new RegExp(`^${anywhere ? '(.*/)?' : ''}${name}(/|$)`);
    });
  return (path) => patterns.some((pattern) => pattern.test(path));
}
