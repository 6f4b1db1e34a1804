import { type Kind, kindOf } from './kind.js';

/** A point in time. */
export interface Instant {
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
}

const FORM = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[-+]\d{2}:\d{2})$/i;

/** A date and time with its zone (RFC 3339): without one it would depend on the machine. */
export const instant: Kind<Instant> = kindOf('a time with its zone, as 2026-01-31T08:00:00Z', (text) => {
  if (!FORM.test(text)) return undefined;
  const timestamp = Date.parse(text.replace(' ', 'T'));
  return Number.isNaN(timestamp) || timestamp < 0 ? undefined : { timestamp };
});
