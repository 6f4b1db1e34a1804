const ZERO = 0x30;
const ROOM = 16;

/** Room that {@link writeSeconds} may need. */
export const SECONDS_ROOM: number = ROOM;

/** Whether a time can be written: milliseconds since the epoch, up to 2^53. */
export function isEventTime(ms: number | undefined): ms is number {
  return ms !== undefined && ms >= 0 && ms <= Number.MAX_SAFE_INTEGER;
}

// Events that follow each other mostly share their second, so its digits are kept, as the words they are written in.
const digits = new DataView(new ArrayBuffer(ROOM));
let digitCount = 0;
let digitsOf = -1;

/**
 * Writes the whole seconds of a time and answers the position behind them; may write over up to
 * {@link SECONDS_ROOM} bytes.
 *
 * Plain decimals: Splunk refuses a time in scientific notation with code 15, and a number that went through a
 * floating point division could print as 1699999999.9989998.
 */
export function writeSeconds(view: DataView, at: number, ms: number): number {
  const seconds = Math.floor(ms / 1000);
  if (seconds !== digitsOf) {
    const text = String(seconds);
    for (let i = 0; i < text.length; i++) digits.setUint8(i, text.charCodeAt(i));
    digitCount = text.length;
    digitsOf = seconds;
  }
  for (let i = 0; i < digitCount; i += 4) view.setInt32(at + i, digits.getInt32(i, true), true);
  return at + digitCount;
}

/** Writes `.<milliseconds>,`; parts of a millisecond are cut off. */
export function writeMilliseconds(view: DataView, at: number, ms: number): number {
  const rest = Math.floor(ms) % 1000;
  view.setUint8(at, 0x2e);
  view.setUint8(at + 1, ZERO + ((rest / 100) | 0));
  view.setUint8(at + 2, ZERO + (((rest / 10) | 0) % 10));
  view.setUint8(at + 3, ZERO + (rest % 10));
  view.setUint8(at + 4, 0x2c);
  return at + 5;
}
