import { isNativeError } from 'node:util/types';
import { isConfigError } from '@kafka-splunk/config';
import { isHecError } from '@kafka-splunk/hec-client';
import { isConsumerError } from '@kafka-splunk/kafka-balanced-consumer';
import { isReplayError } from '../replay/replay-error.js';
import { isSetupError } from '../setup-error.js';
import { type ExitCode, exitCodes } from './exit-codes.js';

/** What to say of an error that ends a command, and the exit code. Errors of ours say what to do; others bring their stack. */
export function describeEnd(error: unknown): { readonly text: string; readonly exitCode: ExitCode } {
  if (isConfigError(error)) return { text: error.message, exitCode: exitCodes.usage };
  if (isSetupError(error) || isReplayError(error)) {
    return { text: `${error.code}: ${error.message}`, exitCode: exitCodes.usage };
  }
  if (isConsumerError(error) || isHecError(error)) {
    return { text: `${error.code}: ${error.message}`, exitCode: exitCodes.failure };
  }
  return {
    text: isNativeError(error) ? (error.stack ?? error.message) : String(error),
    exitCode: exitCodes.failure,
  };
}
