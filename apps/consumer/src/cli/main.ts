import { isConfigError } from '@kafka-splunk/config';
import { readArguments } from './arguments.js';
import { defaultFile } from './command.js';
import { describeEnd } from './describe-end.js';
import type { ExitCode } from './exit-codes.js';
import { run } from './run.js';
import { processTerminal, type Terminal } from './terminal.js';
import { readVersion } from './version.js';

/** The program: reads the arguments, does what they ask for, and ends the process with the exit code. */
export async function main(args: readonly string[]): Promise<void> {
  process.title = 'kafka-splunk-consumer';
  // Whoever read our words may be gone; that is no reason to end with another code.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  process.exit(await execute(args, processTerminal()));
}

async function execute(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const invocation = readArguments(args, readVersion());
  if (invocation.kind === 'answer') {
    await (invocation.to === 'stdout' ? terminal.answer : terminal.complain)(invocation.text);
    return invocation.exitCode;
  }
  try {
    return await (invocation.kind === 'run' ? run({ file: invocation.file }) : invocation.task(terminal));
  } catch (error) {
    const { text, exitCode } = await describeEnd(error);
    const hint =
      isConfigError(error) && !invocation.given
        ? `(no file was named with -c, so ${defaultFile} was looked for)\n`
        : '';
    await terminal.complain(`${text}\n${hint}`);
    return exitCode;
  }
}
