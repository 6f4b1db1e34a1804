/**
 * Milliseconds that a `Retry-After` header asks for; undefined where it says nothing that can be understood.
 * Both forms of RFC 9110 are read: seconds, and a date.
 *
 * @param nowMs - milliseconds since the epoch
 */
export function parseRetryAfter(header: string | undefined, nowMs: number): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const date = /[A-Za-z]/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}
