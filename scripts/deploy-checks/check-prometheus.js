// The alert rules and their tests, by Prometheus's own promtool.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { goTool } from './go-tool.js';

// Without the many ways to find targets: rules need none, and they bring most of the modules.
const promtool = goTool('github.com/prometheus/prometheus/cmd/promtool', 'v0.316.0', ['-tags=remove_all_sd']);
const cwd = fileURLToPath(new URL('../../apps/consumer/deploy/prometheus', import.meta.url));
for (const args of [
  ['check', 'rules', '--lint=all', '--lint-fatal', 'alerts.yaml'],
  ['test', 'rules', 'alerts.test.yaml'],
]) {
  const { status } = spawnSync(promtool, args, { cwd, stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
