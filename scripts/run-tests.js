// `pnpm test`: builds, lints, checks types and runs every test, the ones against a real Kafka included, and closes
// with one line that sums up all packages: `N passed, N failed`. With `--full` (`pnpm test:full`) it goes on with the
// parts that take too long for each change; `--only=<name>` runs the build and that one part.
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fullParts } from './full-parts.js';
import { packagesWithTests, parts, resultFile, testCommand } from './test-parts.js';
import { sumResults } from './test-results.js';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Runs a command with our output; resolves with its exit code. */
function run([command, ...args], env = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
    });
    child.once('error', (error) => {
      console.error(`${command} does not start: ${error.message}`);
      resolve(1);
    });
    child.once('close', (code) => resolve(code ?? 1));
  });
}

/** Where the tests of a part are. */
const foldersOf = ({ kind, only }) => only ?? packagesWithTests(root, kind);

/** One Kafka for all integration tests of the run: they take topic and group names of their own. */
async function withSharedKafka(work) {
  const { startKafka } = await import('../packages/local-kafka/dist/index.js');
  const kafka = await startKafka({ initialRebalanceDelayMs: 0, onProgress: (line) => console.log(line) });
  try {
    return await work({ KAFKA_TEST_BROKERS: kafka.bootstrap.join(',') });
  } finally {
    await kafka.stop();
  }
}

async function runPart(part) {
  if (part.kind === undefined) return run(part.command);
  const folders = foldersOf(part);
  for (const folder of folders) {
    const file = join(root, folder, resultFile(part.kind));
    rmSync(file, { force: true });
    // Jest writes its results into a folder only where there is one.
    mkdirSync(dirname(file), { recursive: true });
  }
  const own = await part.env?.();
  const command = testCommand(part, folders);
  if (part.kind === 'unit' || part.ownKafka) return run(command, own);
  return withSharedKafka((shared) => run(command, { ...own, ...shared }));
}

const only = process.argv.find((each) => each.startsWith('--only='))?.slice('--only='.length);
const all = process.argv.includes('--full') ? [...parts, ...fullParts] : parts;
const chosen = all.filter(({ name }) => only === undefined || name === 'build' || name === only);
if (only !== undefined && !all.some(({ name }) => name === only)) {
  throw new Error(`no part is called "${only}": ${all.map(({ name }) => name).join(' · ')}`);
}
const widest = Math.max(...chosen.map(({ name }) => name.length));
const lines = [];
const total = { passed: 0, failed: 0 };
const failures = [];
for (const part of chosen) {
  console.log(`\n── ${part.name}`);
  const start = performance.now();
  const code = await runPart(part).catch((error) => {
    console.error(error.message);
    return 1;
  });
  const counts =
    part.kind === undefined
      ? { passed: 0, failed: 0, failures: [] }
      : sumResults(root, foldersOf(part), part.kind);
  // A part without tests that fails, and a run that fails though no test did, must not look green.
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  total.passed += counts.passed;
  total.failed += counts.failed;
  failures.push(...counts.failures);
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  const result =
    part.kind === undefined
      ? code === 0
        ? 'ok'
        : 'failed'
      : `${counts.passed} passed, ${counts.failed} failed`;
  lines.push(`${part.name.padEnd(widest + 1)} ${seconds.padStart(5)} s  ${result}`);
  if (part.name === 'build' && code !== 0) break;
}

// A long log is read from its end: what failed stands there once more.
if (failures.length > 0) console.log(`\n${failures.join('\n')}`);
console.log(`\n${lines.join('\n')}\n`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
