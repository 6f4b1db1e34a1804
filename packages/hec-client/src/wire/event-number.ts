const ZERO = 0x30;
const ROOM = 16;
const LOW = 10_000;

/** Room that {@link writeNumber} may need. */
export const NUMBER_ROOM: number = ROOM + 4;

// Numbers of events that follow each other differ in their last digits only, so the others are kept, as the words they
// are written in.
const digits = new DataView(new ArrayBuffer(ROOM));
let digitCount = 0;
let digitsOf = -1;

/**
 * Writes a whole number from 0 to 2^53 - 1 in plain decimals and answers the position behind it; may write over up to
 * {@link NUMBER_ROOM} bytes.
 */
export function writeNumber(view: DataView, at: number, number: number): number {
  const high = Math.floor(number / LOW);
  const low = number - high * LOW;
  if (high !== digitsOf) keepDigits(high);
  for (let i = 0; i < digitCount; i += 4) view.setInt32(at + i, digits.getInt32(i, true), true);
  let position = at + digitCount;
  const whole = high > 0;
  if (whole || low > 999) view.setUint8(position++, ZERO + ((low / 1000) | 0));
  if (whole || low > 99) view.setUint8(position++, ZERO + (((low / 100) | 0) % 10));
  if (whole || low > 9) view.setUint8(position++, ZERO + (((low / 10) | 0) % 10));
  view.setUint8(position++, ZERO + (low % 10));
  return position;
}

/** Keeps the digits of what stands before the last four; nothing of 0. */
function keepDigits(high: number): void {
  const text = high === 0 ? '' : String(high);
  for (let i = 0; i < text.length; i++) digits.setUint8(i, text.charCodeAt(i));
  digitCount = text.length;
  digitsOf = high;
}
