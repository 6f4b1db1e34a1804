/**
 * Environment with which the program and its workers write CPU profiles. `NODE_OPTIONS` allows no `--cpu-prof`, but it
 * allows to import a file first, and children inherit it.
 *
 * @param file - start of the files' names; undefined: no profiles
 */
export function profiling(file: string | undefined): Record<string, string> {
  if (file === undefined) return {};
  const preload = new URL('at-exit.js', import.meta.url).href;
  return { NODE_OPTIONS: `--import=${preload}`, BENCH_PROFILE: file };
}
