import type { HecEvent } from '../wire/hec-event.js';

// pino writes milliseconds; with isoTime a text, with unixTime seconds.
const FIRST_MS = 1e11;

/** The event of a line of pino: the line's object, and its time as the event's. A line that is no JSON is a text. */
export function logEvent(line: string): HecEvent {
  let event: unknown;
  try {
    event = JSON.parse(line);
  } catch {
    return { event: line };
  }
  const time = typeof event === 'object' && event !== null ? (event as { time?: unknown }).time : undefined;
  const date = new Date(
    typeof time === 'number' && time < FIRST_MS ? time * 1000 : (time as number | string),
  );
  return date.getTime() >= 0 ? { event, time: date } : { event };
}
