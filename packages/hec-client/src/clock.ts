/**
 * Milliseconds since the epoch that never run backwards: waits are measured with it, and it can be shown as a time.
 * It does not follow later corrections of the system clock.
 */
export function now(): number {
  return performance.timeOrigin + performance.now();
}
