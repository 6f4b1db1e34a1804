const PREFIX = Buffer.from('"time":');
const ZERO = 0x30;

/** Room that {@link writeEventTime} may need: the name, 13 digits of seconds, a point, 3 digits, a comma. */
export const EVENT_TIME_ROOM = 28;

/** Whether a time can be written: milliseconds since the epoch, up to 2^53. */
export function isEventTime(ms: number | undefined): ms is number {
  return ms !== undefined && ms >= 0 && ms <= Number.MAX_SAFE_INTEGER;
}

/**
 * Writes `"time":<seconds>.<milliseconds>,` and answers the position behind it.
 *
 * Plain decimals, digit by digit: Splunk refuses a time in scientific notation with code 15, and a number that went
 * through a floating point division could print as 1699999999.9989998.
 */
export function writeEventTime(target: Uint8Array, at: number, ms: number): number {
  let position = at;
  for (let i = 0; i < PREFIX.length; i++) target[position++] = PREFIX[i]!;
  const whole = Math.floor(ms);
  const seconds = Math.floor(whole / 1000);
  position = writeDecimal(target, position, seconds);
  const rest = whole - seconds * 1000;
  target[position++] = 0x2e;
  target[position++] = ZERO + Math.floor(rest / 100);
  target[position++] = ZERO + (Math.floor(rest / 10) % 10);
  target[position++] = ZERO + (rest % 10);
  target[position++] = 0x2c;
  return position;
}

function writeDecimal(target: Uint8Array, at: number, value: number): number {
  let digits = 1;
  for (let power = 10; value >= power; power *= 10) digits++;
  let rest = value;
  for (let i = at + digits - 1; i >= at; i--) {
    const tenth = Math.floor(rest / 10);
    target[i] = ZERO + (rest - tenth * 10);
    rest = tenth;
  }
  return at + digits;
}
