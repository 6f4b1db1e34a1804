/** A second signal so soon after the first is the same wish: the terminal and a package manager both pass it on. */
const sameWishMs = 500;

/** Where signals come from: `process`, or something like it. */
export interface SignalSource {
  on(signal: 'SIGTERM' | 'SIGINT' | 'SIGHUP', listener: (signal: string) => void): unknown;
  off(signal: 'SIGTERM' | 'SIGINT' | 'SIGHUP', listener: (signal: string) => void): unknown;
}

/** What signals lead to. */
export interface SignalWishes {
  /** The first one: stop in order. */
  readonly onStop: (signal: string) => void;
  /** Another one, later: end at once. */
  readonly onEndAtOnce: (signal: string) => void;
  /** SIGHUP from somebody: read the config anew. */
  readonly onReload: () => void;
  /** Whether the terminal of this process is gone: then SIGHUP says that and means stop. */
  readonly terminalGone: () => boolean;
}

/** Listens to SIGTERM, SIGINT and SIGHUP; the answer ends that. */
export function listenForSignals(
  source: SignalSource,
  wishes: SignalWishes,
  now: () => number = () => performance.now(),
): () => void {
  let first: number | undefined;
  const listener = (signal: string): void => {
    if (first === undefined) {
      first = now();
      wishes.onStop(signal);
    } else if (now() - first >= sameWishMs) {
      wishes.onEndAtOnce(signal);
    }
  };
  const hangUp = (signal: string): void => {
    if (wishes.terminalGone()) listener(signal);
    else if (first === undefined) wishes.onReload();
  };
  source.on('SIGHUP', hangUp);
  source.on('SIGTERM', listener);
  source.on('SIGINT', listener);
  return () => {
    source.off('SIGHUP', hangUp);
    source.off('SIGTERM', listener);
    source.off('SIGINT', listener);
  };
}
