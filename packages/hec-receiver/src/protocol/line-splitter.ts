/** Where the events of a body lie: event `i` is the bytes `[starts[i], ends[i])`. */
export interface Spans {
  readonly starts: number[];
  readonly ends: number[];
}

const newline = 0x0a;

/**
 * The events of a raw body: its lines. Empty lines are none. Only `\n` separates, so that a carriage return inside or at
 * the end of an event is still there when a test compares bytes (Splunk itself breaks lines by sourcetype).
 */
export function splitLines(body: Buffer): Spans {
  const starts: number[] = [];
  const ends: number[] = [];
  let start = 0;
  while (start < body.length) {
    const found = body.indexOf(newline, start);
    const end = found < 0 ? body.length : found;
    if (end > start) {
      starts.push(start);
      ends.push(end);
    }
    start = end + 1;
  }
  return { starts, ends };
}
