import { isNativeError } from 'node:util/types';
import { isConfigError } from '@kafka-splunk/config';
import { defaultFile, readArguments } from './arguments.js';
import { type ExitCode, exitCodes } from './exit-codes.js';
import { run } from './run.js';
import { readVersion } from './version.js';

/** The program: reads the arguments, runs, and ends the process with the exit code. */
export async function main(args: readonly string[]): Promise<void> {
  process.title = 'kafka-splunk-consumer';
  // Whoever read our complaints may be gone; that is no reason to end with another code.
  process.stderr.on('error', () => undefined);
  process.exit(await execute(args));
}

async function execute(args: readonly string[]): Promise<ExitCode> {
  const invocation = readArguments(args, readVersion());
  if (invocation.kind === 'answer') {
    await print(process[invocation.to], invocation.text);
    return invocation.exitCode;
  }
  const { file, given } = invocation;
  try {
    return await run({ file });
  } catch (error) {
    const config = isConfigError(error);
    const hint = config && !given ? `(no file was named with -c, so ${defaultFile} was looked for)\n` : '';
    await print(process.stderr, `${config ? error.message : describe(error)}\n${hint}`);
    return config ? exitCodes.usage : exitCodes.failure;
  }
}

function describe(error: unknown): string {
  return isNativeError(error) ? (error.stack ?? error.message) : String(error);
}

/** Resolves when it is out: a pipe takes its time, and `process.exit` does not wait. */
function print(stream: NodeJS.WriteStream, text: string): Promise<void> {
  return new Promise((resolve) => {
    stream.on('error', () => resolve());
    stream.write(text, () => resolve());
  });
}
