/** What the program's end means. Part of the public contract. */
export const exitCodes = {
  /** Drained and stopped: everything that was read is settled and committed. */
  done: 0,
  /** Something failed that is none of the below. */
  failure: 1,
  /** The command line or the config is wrong; nothing was started. */
  usage: 2,
  /** Stopped with records unsettled (drain deadline, second signal, a worker that died or lost its membership in the drain). */
  unsettled: 3,
  /** Every worker died again and again soon after its start, and nothing was ever delivered. */
  crashLoop: 4,
} as const;

/** One of {@link exitCodes}. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
