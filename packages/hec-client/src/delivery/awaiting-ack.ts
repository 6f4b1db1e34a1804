import type { OutcomeRun } from '../outcome.js';
import type { Lane } from './lane.js';
import type { Part } from './part.js';

/** Events of one request that were taken and wait for their acknowledgement. */
export interface AwaitingAck<C> {
  readonly lane: Lane<C>;
  readonly part: Part<C>;
  /**
   * Their outcome to be, where the body has been let go (`hold: 'caller'`). Undefined while the body is held: then the
   * part can be sent again.
   */
  runs: readonly OutcomeRun[] | undefined;
}
