// What the result files of a test run say: how many tests passed and failed, and which failed for what reason.
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { resultFile } from './test-parts.js';

/** Lines of a failure that stand in the summary; the whole of it is where the test ran. */
const REASON_LINES = 12;

/** The first lines of what a failed test or suite said. */
function reasonOf(message) {
  const lines = stripVTControlCharacters(message)
    .split('\n')
    .filter((line) => line.trim() !== '');
  return lines.slice(0, REASON_LINES).map((line) => `    ${line}`);
}

/** The failed tests of a suite, in lines; a suite that could not be loaded has none, and says why itself. */
function failuresOf(root, { name, status, message, assertionResults }) {
  if (status !== 'failed') return [];
  const file = relative(root, name);
  const failed = assertionResults.filter((each) => each.status === 'failed');
  if (failed.length === 0) return [`✕ ${file}`, ...reasonOf(message)];
  return failed.flatMap(({ fullName, failureMessages }) => [
    `✕ ${file}: ${fullName}`,
    ...reasonOf(failureMessages.join('\n')),
  ]);
}

/** Sums up the result files of these folders. A suite that left none, or could not be loaded, counts as failed. */
export function sumResults(root, folders, kind) {
  const sum = { passed: 0, failed: 0, failures: [] };
  for (const folder of folders) {
    let result;
    try {
      result = JSON.parse(readFileSync(join(root, folder, resultFile(kind)), 'utf8'));
    } catch {
      sum.failures.push(`✕ ${folder}: its ${kind} tests could not start`);
      sum.failed++;
      continue;
    }
    sum.passed += result.numPassedTests;
    sum.failed += result.numFailedTests + result.numRuntimeErrorTestSuites;
    sum.failures.push(...result.testResults.flatMap((suite) => failuresOf(root, suite)));
  }
  return sum;
}
