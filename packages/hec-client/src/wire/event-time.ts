const PREFIX = Buffer.from('"time":');
const ZERO = 0x30;

/** Room that {@link writeEventTime} may need: the name, up to 13 digits of seconds, a point, 3 digits, a comma. */
export const EVENT_TIME_ROOM = 28;

/** Whether a time can be written: milliseconds since the epoch, up to 2^53. */
export function isEventTime(ms: number | undefined): ms is number {
  return ms !== undefined && ms >= 0 && ms <= Number.MAX_SAFE_INTEGER;
}

// Events that follow each other mostly share their second, so its digits are kept.
const digits = Buffer.alloc(16);
let digitCount = 0;
let digitsOf = -1;

/**
 * Writes `"time":<seconds>.<milliseconds>,` and answers the position behind it.
 *
 * Plain decimals, digit by digit: Splunk refuses a time in scientific notation with code 15, and a number that went
 * through a floating point division could print as 1699999999.9989998. Parts of a millisecond are cut off.
 */
export function writeEventTime(target: Uint8Array, at: number, ms: number): number {
  const seconds = Math.floor(ms / 1000);
  const rest = Math.floor(ms) - seconds * 1000;
  if (seconds !== digitsOf) {
    digitCount = digits.write(`${seconds}`, 'latin1');
    digitsOf = seconds;
  }
  let position = at;
  for (let i = 0; i < PREFIX.length; i++) target[position++] = PREFIX[i]!;
  for (let i = 0; i < digitCount; i++) target[position++] = digits[i]!;
  target[position++] = 0x2e;
  target[position++] = ZERO + ((rest / 100) | 0);
  target[position++] = ZERO + (((rest / 10) | 0) % 10);
  target[position++] = ZERO + (rest % 10);
  target[position++] = 0x2c;
  return position;
}
