import type { Evidence, LogRecord } from './evidence.js';
import { explainRepeats, type Repeat } from './explain-repeats.js';

/** What became of the topic that was deleted and made anew. */
export interface SideVerdict {
  readonly events: number;
  /** Written since it was made last, and nowhere. */
  readonly lost: readonly LogRecord[];
  /** Acknowledged since then, and not in the topic. */
  readonly lostByKafka: number;
  /** Written before, deleted with the topic, and not delivered in time: nobody can deliver that any more. */
  readonly lostWithTopic: number;
  readonly repeats: readonly Repeat[];
}

/**
 * Looks for everything that was written since the topic was made last. Its commits are not asked for: those of the old
 * topic and of the new one cannot be told apart, so any lost member excuses a repeat here.
 */
export function judgeSide({ side, faults, ack }: Evidence): SideVerdict {
  const { first, since, written, log, taken } = side;
  const arrived = new Set(taken.map(({ number }) => number));
  const inLog = new Set(log.map(({ number }) => number));
  const count = (from: number, to: number, missing: (number: number) => boolean): number => {
    let sum = 0;
    for (let number = from; number < to; number++) if (missing(number)) sum++;
    return sum;
  };
  return {
    events: written - first,
    lost: log.filter(({ number }) => !arrived.has(number)),
    lostByKafka: count(since, written, (number) => !inLog.has(number)),
    lostWithTopic: count(first, since, (number) => !arrived.has(number)),
    repeats: explainRepeats({
      log,
      taken: taken.filter(({ number }) => number >= since),
      commits: [],
      faults,
      ack,
    }),
  };
}
