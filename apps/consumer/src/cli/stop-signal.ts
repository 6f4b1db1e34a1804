import { listenForSignals } from './signals.js';

/** A listener that can be ended. */
export interface Stopping {
  /** Listens no more. */
  end(): void;
}

/**
 * Calls `stop` at the first SIGINT, SIGTERM or SIGHUP; its signal aborts at the second one.
 *
 * @param stop - must not reject
 */
export function untilStopped(stop: (atOnce: AbortSignal) => Promise<void>): Stopping {
  const atOnce = new AbortController();
  const end = listenForSignals(process, {
    onStop: () => void stop(atOnce.signal),
    onEndAtOnce: () => atOnce.abort(),
    // There is nothing to reload: a SIGHUP means stop, whoever sends it.
    terminalGone: () => true,
    onReload: () => undefined,
  });
  return { end };
}
