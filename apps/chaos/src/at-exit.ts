/**
 * Runs a last step when this process exits, as after Ctrl-C. The step must be synchronous.
 *
 * @returns takes it back
 */
export function atExit(step: () => void): () => void {
  process.once('exit', step);
  return () => void process.removeListener('exit', step);
}

/** Lets Ctrl-C and SIGTERM exit this process, so that the steps of {@link atExit} are run: left alone they end it at once. */
export function exitOnSignals(): void {
  // What a shell says of a process that ended by a signal: 128 and its number.
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
}
