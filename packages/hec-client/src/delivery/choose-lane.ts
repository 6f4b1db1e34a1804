import type { Lane } from './lane.js';

/**
 * The lane whose turn it is while the endpoint is well: the first ready one. Rotated by the caller.
 */
export function chooseLane<C>(lanes: readonly Lane<C>[], ordered: boolean, at: number): Lane<C> | undefined {
  return lanes.find((lane) => lane.ready(ordered, at));
}

/**
 * The lane that gives the probe while the endpoint is not well: rather one that has not failed itself, rather one
 * whose next part was not forbidden, then the one that has waited longest. So a probe says the most about the
 * endpoint, and no lane's trouble hides that the others could go on.
 */
export function chooseProbe<C>(lanes: readonly Lane<C>[], ordered: boolean, at: number): Lane<C> | undefined {
  let best: Lane<C> | undefined;
  for (const lane of lanes) {
    if (!lane.ready(ordered, at)) continue;
    if (best === undefined || rank(lane) < rank(best)) best = lane;
    else if (rank(lane) === rank(best) && lane.lastAttempt < best.lastAttempt) best = lane;
  }
  return best;
}

const rank = <C>({ blame, parts }: Lane<C>): number =>
  (blame === 'none' ? 0 : 2) + (parts[0]?.forbidden === undefined ? 0 : 1);
