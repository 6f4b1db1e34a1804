import { formatProblems, isConfigError, type LoadedConfig, loadConfig } from '@kafka-splunk/config';
import type { Finding } from '../../check/finding.js';
import { type CheckChoice, runChecks } from '../../check/run-checks.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import type { Terminal } from '../terminal.js';
import { closingLine, findingLines } from './finding-lines.js';

/** What `check` was told. */
export interface CheckOptions extends CheckChoice {
  readonly json: boolean;
}

/** Makes the checks and prints each finding as soon as it is known; with `json` all of them in the end. */
export async function check(options: CheckOptions, terminal: Terminal): Promise<ExitCode> {
  const { file, json } = options;
  let loaded: LoadedConfig;
  try {
    loaded = loadConfig({ file });
  } catch (error) {
    if (!json || !isConfigError(error)) throw error;
    const { code, problems } = error;
    await terminal.answer(inJson({ file, ok: false, config: { code, problems }, findings: [] }));
    await terminal.complain(`${formatProblems(error)}\n`);
    return exitCodes.usage;
  }
  const findings: Finding[] = [];
  for await (const finding of runChecks(loaded, options)) {
    const last = findings.at(-1);
    findings.push(finding);
    if (!json) await terminal.answer(findingLines(finding, last, terminal));
  }
  const failed = findings.some(({ status }) => status === 'failed');
  await terminal.answer(json ? inJson({ file, ok: !failed, findings }) : closingLine(findings, terminal));
  return failed ? exitCodes.failure : exitCodes.done;
}

function inJson(report: object): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
