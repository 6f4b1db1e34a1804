import { constants } from 'node:os';
import type { AppErrorCode } from '../error-codes.js';

/** How a worker's process ended. */
export interface ChildExit {
  /** Exit code; undefined where a signal ended it. */
  readonly code: number | undefined;
  /** `SIGKILL`, or undefined. */
  readonly signal: string | undefined;
  /** What the worker said last, or what the supervisor found wrong with it. */
  readonly fatal: { readonly code: string; readonly message: string } | undefined;
  /** Words for a log line: `killed by SIGKILL`, `exit code 1: KBC_AUTH …`. */
  readonly text: string;
}

/** Codes of a worker's own failure. */
const crashes: readonly string[] = [
  'WORKER_EXCEPTION',
  'WORKER_REJECTION',
  'WORKER_HANGS',
] satisfies AppErrorCode[];

/** Puts the end of a process into words. */
export function describeExit(
  code: number | undefined,
  signal: string | undefined,
  fatal: ChildExit['fatal'],
): string {
  const end =
    signal !== undefined
      ? `killed by ${signal}`
      : code === undefined
        ? 'not started'
        : // A shell's way of saying "killed by a signal", which a wrapper in between may pass on.
          `exit code ${code}${code > 128 ? signalHint(code - 128) : ''}`;
  return fatal === undefined ? end : `${end}: ${fatal.code}: ${fatal.message}`;
}

function signalHint(signal: number): string {
  const name = Object.entries(constants.signals).find(([, value]) => value === signal)?.[0];
  return name === undefined ? '' : ` (${name})`;
}

/**
 * Whether it crashed: nobody can say what the cause outside of the process is. A worker that names one (no right to the
 * topic, say) does as it should.
 */
export function isCrash({ fatal }: Pick<ChildExit, 'fatal'>): boolean {
  return fatal === undefined || crashes.includes(fatal.code);
}
