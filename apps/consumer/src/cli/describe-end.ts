import { isNativeError } from 'node:util/types';
import { isConfigError } from '@kafka-splunk/config';
import { isReplayError } from '../replay/replay-error.js';
import { isSetupError } from '../setup-error.js';
import { type ExitCode, exitCodes } from './exit-codes.js';

/** What to say of an error that ends a command, and the exit code. */
interface End {
  readonly text: string;
  readonly exitCode: ExitCode;
}

/** Says what ends a command. Errors of ours say what to do; others bring their stack. */
export async function describeEnd(error: unknown): Promise<End> {
  if (isConfigError(error)) return { text: error.message, exitCode: exitCodes.usage };
  if (isSetupError(error) || isReplayError(error)) {
    return { text: `${error.code}: ${error.message}`, exitCode: exitCodes.usage };
  }
  // Loaded only here: a program that runs speaks neither Kafka nor HTTP in this process.
  const [{ isConsumerError }, { isHecError }] = await Promise.all([
    import('@kafka-splunk/kafka-balanced-consumer'),
    import('@kafka-splunk/hec-client'),
  ]);
  if (isConsumerError(error) || isHecError(error)) {
    return { text: `${error.code}: ${error.message}`, exitCode: exitCodes.failure };
  }
  return {
    text: isNativeError(error) ? (error.stack ?? error.message) : String(error),
    exitCode: exitCodes.failure,
  };
}
