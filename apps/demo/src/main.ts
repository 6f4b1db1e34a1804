import { runDemo } from './demo.js';
import { DemoError } from './demo-error.js';
import { type DemoOptions, helpText, readInvocation } from './options.js';
import { ProgressView } from './progress-view.js';
import { UndoStack } from './undo-stack.js';

/** The command: sets the exit code of the process. */
export async function main(args: readonly string[]): Promise<void> {
  const invocation = readInvocation(args, process.env);
  if (invocation.kind === 'help') {
    process.stdout.write(helpText);
  } else if (invocation.kind === 'usage-error') {
    process.stderr.write(`demo: ${invocation.message}\nRun it with --help for what it takes.\n`);
    process.exitCode = 2;
  } else {
    // Ended by hand: a connection that lingers must not keep the command from coming back.
    process.exit(await run(invocation.options));
  }
}

async function run(options: DemoOptions): Promise<number> {
  const view = new ProgressView(process.stderr, process.env);
  const started = new UndoStack();
  const stop = stopOnSignals(view);
  try {
    const end = await runDemo({ options, view, started, stop });
    if ('interrupted' in end) {
      view.say(`Ended before all had arrived: ${end.interrupted}.`);
      return 130;
    }
    for (const note of end.notes) view.say(note);
    // After everything else is gone, so that it is the last line.
    for (const failure of await started.run()) view.say(`Could not be cleaned up: ${failure}`);
    process.stdout.write(`${end.line}\n`);
    return end.exitCode;
  } catch (error) {
    view.end();
    for (const line of describe(error)) view.say(line);
    return stop.aborted ? 130 : 1;
  } finally {
    for (const failure of await started.run()) view.say(`Could not be cleaned up: ${failure}`);
  }
}

/** The first signal ends the demo in good order; the second at once, and guards end what is still running. */
function stopOnSignals(view: ProgressView): AbortSignal {
  const stop = new AbortController();
  const onSignal = (): void => {
    if (stop.signal.aborted) process.exit(130);
    stop.abort();
    view.say('Ending what was started. Once more ends it at once.');
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  return stop.signal;
}

function describe(error: unknown): readonly string[] {
  if (error instanceof DemoError) return [error.message, ...error.lines.map((line) => `  ${line}`)];
  const { code, message, stack } = error as { code?: unknown; message?: string; stack?: string };
  // Errors with a code say what to do; any other is a fault of the demo, and its place helps.
  return [typeof code === 'string' && message !== undefined ? message : (stack ?? String(error))];
}
