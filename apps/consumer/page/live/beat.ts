/** Something that is done again and again, never twice at the same time. */
export interface Beat {
  /** Does it now, or right after it is done where it is being done; the next time comes a whole period later. */
  now(): void;
}

/**
 * Does `work` at once and then once per period, counted from begin to begin. The period is asked for anew each time.
 * `work` must not reject.
 */
export function startBeat(work: () => Promise<void>, periodMs: () => number): Beat {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let busy = false;
  let again = false;
  const turn = async (): Promise<void> => {
    busy = true;
    const begin = performance.now();
    await work();
    busy = false;
    const wait = again ? 0 : Math.max(0, begin + periodMs() - performance.now());
    again = false;
    timer = setTimeout(() => void turn(), wait);
  };
  void turn();
  return {
    now() {
      if (busy) {
        again = true;
        return;
      }
      clearTimeout(timer);
      void turn();
    },
  };
}
