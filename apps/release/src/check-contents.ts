import { type Finding, judge } from './finding.js';
import type { Manifest } from './manifest.js';

/** What never belongs in a tarball: tests and their settings, build state, and whatever could hold a secret. */
const unwanted: readonly RegExp[] = [
  /(^|\/)(test|tests|__tests__|fixtures|coverage|node_modules)\//,
  /\.(test|spec)(\.d)?\.[cm]?[jt]sx?(\.map)?$/,
  /(^|\/)(jest\.config\.js|turbo\.json|tsconfig[^/]*\.json|biome\.json|\.tsbuildinfo)$/,
  /(^|\/)\.(env|npmrc|git|turbo|results)/,
  /\.(pem|key|p12|pfx|jks|tsbuildinfo)$/,
];

/** The largest that a tarball may become when unpacked, in bytes: somebody waits for it. */
export const largestBytes: number = 5 * 1024 * 1024;

/**
 * Looks at the files of a tarball.
 *
 * @param files - paths from the root of the package, with their bytes
 */
export function checkContents(manifest: Manifest, files: ReadonlyMap<string, number>): Finding[] {
  const paths = [...files.keys()];
  const bytes = [...files.values()].reduce((sum, size) => sum + size, 0);
  const extra = paths.filter((path) => unwanted.some((pattern) => pattern.test(path)));
  return [
    judge(
      'licence',
      ['LICENSE', 'README.md'].filter((name) => !files.has(name)).map((name) => `${name} is missing`),
    ),
    judge(
      'no extras',
      extra.length === 0 ? [] : [`${extra.length} files do not belong: ${extra.slice(0, 3).join(', ')}`],
    ),
    judge(
      'entries',
      entries(manifest)
        .filter((path) => !files.has(path))
        .map((path) => `${path} is named and not there`),
    ),
    judge('size', bytes <= largestBytes ? [] : [`${bytes} bytes are more than ${largestBytes}`]),
  ];
}

/** Every file that `bin` and `exports` name. */
export function entries({ bin = {}, exports }: Manifest): string[] {
  const paths = typeof bin === 'string' ? [bin] : Object.values(bin);
  const walk = (value: unknown): void => {
    if (typeof value === 'string') paths.push(value);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(walk);
  };
  walk(exports);
  return [...new Set(paths.map((path) => path.replace(/^\.\//, '')))];
}
