import type { Command } from 'commander';
import type { ExitCode } from './exit-codes.js';
import type { Terminal } from './terminal.js';

/** What a command does once its arguments are read. May throw a `ConfigError`: the program prints it and ends with 2. */
export type Task = (terminal: Terminal) => Promise<ExitCode>;

/**
 * Adds a command to the program: its name, options and `--help`, and an action that calls `choose` with the task. It
 * does nothing itself: arguments are read without effects.
 */
export type DefineCommand = (program: Command, choose: (task: Task) => void) => void;

/** The original's default, in the working directory. */
export const defaultFile = 'kafka_consumer.yml';

/** The config file that the command line names. */
export interface ConfigFileChoice {
  readonly file: string;
  /** Whether the user named it. */
  readonly given: boolean;
}

/** Reads `-c` or `-f`, before or behind the command's name; ends with a usage error where they contradict. */
export function configFile(command: Command): ConfigFileChoice {
  const { config, file } = command.optsWithGlobals<{ config?: string; file?: string }>();
  if (config !== undefined && file !== undefined && config !== file) {
    command.error('error: -c and -f mean the same: give one of them');
  }
  const named = config ?? file;
  if (named === '') command.error('error: the name of the config file is empty');
  return { file: named ?? defaultFile, given: named !== undefined };
}
