// `pnpm test`: builds, lints, checks types and runs every test, the ones against a real Kafka included, and closes
// with one line that sums up all packages: `N passed, N failed`.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packagesWithTests, parts, resultFile, testCommand } from './test-parts.js';

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

/** Sums the result files of one kind of tests. A suite that left none, or could not be loaded, counts as failed. */
function countResults(kind) {
  const sum = { passed: 0, failed: 0 };
  for (const folder of packagesWithTests(root, kind)) {
    let result;
    try {
      result = JSON.parse(readFileSync(join(root, folder, resultFile(kind)), 'utf8'));
    } catch {
      console.error(`${folder}: its ${kind} tests could not start`);
      sum.failed++;
      continue;
    }
    sum.passed += result.numPassedTests;
    sum.failed += result.numFailedTests + result.numRuntimeErrorTestSuites;
  }
  return sum;
}

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
  if (part.kind !== undefined) {
    for (const folder of packagesWithTests(root, part.kind)) {
      const file = join(root, folder, resultFile(part.kind));
      rmSync(file, { force: true });
      // Jest writes its results into a folder only where there is one.
      mkdirSync(dirname(file), { recursive: true });
    }
  }
  if (part.kind === undefined) return run(part.command);
  const command = testCommand(part, packagesWithTests(root, part.kind));
  return part.kind === 'integration' ? withSharedKafka((env) => run(command, env)) : run(command);
}

const lines = [];
const total = { passed: 0, failed: 0 };
for (const part of parts) {
  console.log(`\n── ${part.name}`);
  const start = performance.now();
  const code = await runPart(part).catch((error) => {
    console.error(error.message);
    return 1;
  });
  const counts = part.kind === undefined ? { passed: 0, failed: 0 } : countResults(part.kind);
  // A part without tests that fails, and a run that fails though no test did, must not look green.
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  total.passed += counts.passed;
  total.failed += counts.failed;
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  const result =
    part.kind === undefined
      ? code === 0
        ? 'ok'
        : 'failed'
      : `${counts.passed} passed, ${counts.failed} failed`;
  lines.push(`${part.name.padEnd(12)} ${seconds.padStart(5)} s  ${result}`);
  if (part.name === 'build' && code !== 0) break;
}

console.log(`\n${lines.join('\n')}\n`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
