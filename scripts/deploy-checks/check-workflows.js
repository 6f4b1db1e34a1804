// The workflows, by actionlint: keys, expressions, permissions, what is pinned.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { goTool } from './go-tool.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, '.github/workflows');
const files = readdirSync(folder).map((name) => join(folder, name));
const actionlint = goTool('github.com/rhysd/actionlint/cmd/actionlint', 'v1.7.12');
const { status } = spawnSync(actionlint, files, { cwd: root, stdio: 'inherit' });
if (status !== 0) process.exitCode = 1;
for (const file of files) {
  for (const [, action] of readFileSync(file, 'utf8').matchAll(/uses: (\S+)/g)) {
    if (/@[0-9a-f]{40}$/.test(action)) continue;
    console.error(`${file}: ${action} is not pinned by its commit`);
    process.exitCode = 1;
  }
}
