import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';

const root = new URL('../../../../../', import.meta.url);
const text = (path: string): string => readFileSync(new URL(path, root), 'utf8');

interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

interface Lock {
  readonly importers: Readonly<
    Record<string, { readonly dependencies?: Readonly<Record<string, { readonly version: string }>> }>
  >;
  readonly snapshots: Readonly<Record<string, { readonly dependencies?: Readonly<Record<string, string>> }>>;
}

const folders = [
  '.',
  ...['apps', 'packages'].flatMap((place) =>
    readdirSync(new URL(`${place}/`, root)).map((name) => `${place}/${name}`),
  ),
];
const manifests = folders.map((folder) => JSON.parse(text(`${folder}/package.json`)) as Manifest);
const published = manifests.filter((manifest) => manifest.private !== true);
const ours = new Set(manifests.map(({ name }) => name));
const shortName = (name: string): string => name.replace(/^@kafka-splunk\//, '');
const foreign = (list: Readonly<Record<string, string>> = {}): string[] =>
  Object.keys(list).filter((name) => !ours.has(name));

/** Rows of the table behind some words of the page, as cells. */
function rowsBehind(words: string): string[][] {
  const page = text('docs/dependencies.md');
  const at = page.indexOf(words);
  expect(at).toBeGreaterThan(-1);
  const table = /\n\|.*\n\| ---.*\n((?:\|.*\n)+)/.exec(page.slice(at));
  return (table?.[1] ?? '')
    .trim()
    .split('\n')
    .map((row) =>
      row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

/** `package: dependency` for each name in the first cell of each row. */
const pairs = (rows: readonly string[][]): string[] =>
  rows
    .flatMap(([names = '', user = '']) =>
      names.split(', ').map((name) => `${user.replace(/,.*/, '')}: ${name}`),
    )
    .sort();

const atRunTime = rowsBehind('## At run time');
const optional = rowsBehind('Optional, never installed by us');
const forDevelopment = rowsBehind('## For development');
const named = (rows: readonly string[][]): string[] => rows.flatMap(([names = '']) => names.split(', '));

describe('docs/dependencies.md', () => {
  test('names what each published package brings along, no more and no fewer', () => {
    const real = published.flatMap(({ name, dependencies }) =>
      foreign(dependencies).map((dependency) => `${shortName(name)}: ${dependency}`),
    );
    const listed = atRunTime.flatMap(([names = '', users = '']) =>
      users.split(', ').flatMap((user) => pairs([[names, user]])),
    );
    expect(listed.sort()).toEqual(real.sort());
  });

  test('names what users may add', () => {
    const real = published.flatMap(({ name, peerDependencies }) =>
      foreign(peerDependencies).map((dependency) => `${shortName(name)}: ${dependency}`),
    );
    expect(pairs(optional)).toEqual(real.sort());
  });

  test('names what development takes, no more and no fewer', () => {
    const real = new Set([
      // It is no dependency: it installs them.
      'pnpm',
      ...manifests.flatMap((manifest) => [
        ...foreign(manifest.devDependencies),
        ...(manifest.private === true ? foreign(manifest.dependencies) : []),
      ]),
    ]);
    const listed = named(forDevelopment);
    expect(listed.filter((name) => !real.has(name))).toEqual([]);
    const elsewhere = new Set([...named(atRunTime), ...named(optional)]);
    const known = new Set([...listed, ...elsewhere]);
    expect([...real].filter((name) => !known.has(name))).toEqual([]);
    expect(listed).toHaveLength(new Set(listed).size);
  });

  test('gives a reason for each', () => {
    const reasons = [...atRunTime, ...optional, ...forDevelopment].map((row) => row.at(-1) ?? '');
    expect(reasons.filter((reason) => reason.split(' ').length < 4)).toEqual([]);
  });

  test('counts them', () => {
    const lock = parse(text('pnpm-lock.yaml')) as Lock;
    const counted = folders.flatMap((folder, index) => {
      const manifest = manifests[index] as Manifest;
      if (manifest.private === true) return [];
      const count = String(foreign(manifest.dependencies).length);
      return [[shortName(manifest.name), count, String(allBehind(lock, folder).size)]];
    });
    expect(rowsBehind('## How many').sort()).toEqual(counted.sort());
  });
});

/** Everything that is installed for a package of ours, without the binaries of single platforms. */
function allBehind(lock: Lock, folder: string): Set<string> {
  const all = new Set<string>();
  const visit = (name: string, version: string): void => {
    const key = `${name}@${version}`;
    if (all.has(key)) return;
    all.add(key);
    for (const [next, its] of Object.entries(lock.snapshots[key]?.dependencies ?? {})) visit(next, its);
  };
  const places = [folder];
  for (const place of places) {
    for (const [name, { version }] of Object.entries(lock.importers[place]?.dependencies ?? {})) {
      const link = /^link:(.*)/.exec(version)?.[1];
      if (link === undefined) visit(name, version);
      else places.push(posix.join(place, link));
    }
  }
  return all;
}
