import { Command, CommanderError } from 'commander';
import { configFile, defaultFile, type Task } from './command.js';
import { commands } from './commands.js';
import { type ExitCode, exitCodes } from './exit-codes.js';
import { helpText } from './help.js';

/** What the command line asks for. */
export type Invocation =
  /** Run with this config file; `given` tells whether the user named it. */
  | { readonly kind: 'run'; readonly file: string; readonly given: boolean }
  /** Do this; `given` as above. */
  | { readonly kind: 'command'; readonly task: Task; readonly given: boolean }
  /** Write this text and end. */
  | {
      readonly kind: 'answer';
      readonly text: string;
      readonly to: 'stdout' | 'stderr';
      readonly exitCode: ExitCode;
    };

/**
 * Reads the arguments behind the program's name. A leading `--` is dropped: that is what `pnpm start -- -c FILE` hands
 * on. Never throws.
 */
export function readArguments(args: readonly string[], version: string): Invocation {
  const written = { out: '', err: '' };
  let invocation: Invocation | undefined;
  const program = new Command('kafka-splunk-consumer')
    .description("Moves records from Kafka into Splunk's HTTP Event Collector.")
    .option('-c, --config <file>', `config file (default: ${defaultFile} in the working directory)`)
    .option('-f, --file <file>', 'the same, as early releases of the original had it')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', helpText)
    .allowExcessArguments(false)
    .showHelpAfterError('Run kafka-splunk-consumer --help for what it takes.')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => {
        written.out += text;
      },
      writeErr: (text) => {
        written.err += text;
      },
    })
    .exitOverride()
    .action(() => {
      invocation = { kind: 'run', ...configFile(program) };
    });
  for (const define of commands) {
    define(program, (task) => {
      invocation = { kind: 'command', task, given: configFile(program).given };
    });
  }
  try {
    program.parse(args[0] === '--' ? args.slice(1) : args, { from: 'user' });
    if (invocation === undefined) throw new Error('a command chose no task');
    return invocation;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and version end with 0, everything else is the user's mistake.
    return error.exitCode === 0
      ? { kind: 'answer', text: written.out, to: 'stdout', exitCode: exitCodes.done }
      : { kind: 'answer', text: written.err, to: 'stderr', exitCode: exitCodes.usage };
  }
}
