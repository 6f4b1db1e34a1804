import { readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type Finding, judge } from './finding.js';
import { runCommand } from './run-command.js';

/** What `changeset status` writes, as far as we look at it. */
export interface ChangesetStatus {
  readonly releases: readonly { readonly name: string; readonly type: string; readonly newVersion: string }[];
}

/** Which package gets which version, by name; `none` are those that only take part. */
export function versions({ releases }: ChangesetStatus): ReadonlyMap<string, string> {
  return new Map(
    releases.filter(({ type }) => type !== 'none').map(({ name, newVersion }) => [name, newVersion]),
  );
}

/** Asks changesets what the next release is; a change without a changeset is a complaint. */
export async function checkChangesets(
  root: string,
  target: string,
): Promise<{ readonly finding: Finding; readonly next: ReadonlyMap<string, string> }> {
  // It takes a path from the root of the repository only.
  const file = join(target, 'changesets.json');
  const command = ['pnpm', 'exec', 'changeset', 'status', `--output=${relative(root, file)}`];
  const { ok, output } = await runCommand(command, { cwd: root });
  const finding = judge('changesets', ok ? [] : [output]);
  if (!ok) return { finding, next: new Map() };
  const next = versions(JSON.parse(readFileSync(file, 'utf8')) as ChangesetStatus);
  rmSync(file);
  return { finding, next };
}
