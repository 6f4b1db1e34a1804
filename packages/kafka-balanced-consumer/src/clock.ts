/**
 * Milliseconds since the epoch that never run backwards: waits are measured with it. It does not follow later
 * corrections of the system clock; what is told to others as a time comes from `Date.now`.
 */
export function now(): number {
  return performance.timeOrigin + performance.now();
}
