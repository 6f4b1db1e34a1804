const ZERO = 0x30;
const POINT = 0x2e;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const LATEST = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** Longest text that is looked at. */
const LONGEST = 40;

/**
 * The time that a text in `[start, end)` says, in whole milliseconds since the epoch; -1 for what is no time.
 *
 * Taken are times as RFC 3339 and ISO 8601 have them, with a zone (`2026-01-31T08:00:00.123Z`, `…+01:00`), and numbers
 * since the epoch, whose unit follows from their size: seconds below 1e11 (the year 5138), milliseconds below 1e14,
 * microseconds below 1e17, nanoseconds above.
 */
export function readTime(bytes: Uint8Array, start: number, end: number): number {
  if (end - start > LONGEST || start === end) return -1;
  const time = bytes[start + 4] === 0x2d ? readDate(bytes, start, end) : readEpoch(bytes, start, end);
  return time >= 0 && time <= LATEST ? time : -1;
}

function readEpoch(bytes: Uint8Array, start: number, end: number): number {
  let whole = 0;
  let at = start;
  for (; at < end && isDigit(bytes[at] as number); at++) whole = whole * 10 + (bytes[at] as number) - ZERO;
  if (at === start) return -1;
  let milliseconds = 0;
  if (at < end) {
    // Only seconds have decimals that count.
    if (bytes[at] !== POINT || at + 1 === end) return -1;
    let unit = 100;
    for (at++; at < end; at++, unit = Math.floor(unit / 10)) {
      if (!isDigit(bytes[at] as number)) return -1;
      milliseconds += ((bytes[at] as number) - ZERO) * unit;
    }
  }
  if (whole < 1e11) return whole * 1000 + milliseconds;
  if (whole < 1e14) return whole;
  return Math.floor(whole < 1e17 ? whole / 1e3 : whole / 1e6);
}

/** `YYYY-MM-DDThh:mm:ss`, a fraction, `Z` or `+hh:mm`. */
function readDate(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < 20) return -1;
  const year = digits(bytes, start, 4);
  const month = digits(bytes, start + 5, 2);
  const day = digits(bytes, start + 8, 2);
  const letter = (bytes[start + 10] as number) | 0x20;
  if (bytes[start + 7] !== 0x2d || (letter !== 0x74 && letter !== 0x20)) return -1;
  const hour = digits(bytes, start + 11, 2);
  const minute = digits(bytes, start + 14, 2);
  const second = digits(bytes, start + 17, 2);
  if (bytes[start + 13] !== 0x3a || bytes[start + 16] !== 0x3a) return -1;
  // A leap second counts as the second before it, as almost every clock has it.
  if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 60) return -1;
  if (Math.min(year, month, day, hour, minute, second) < 0) return -1;
  const midnight = Date.UTC(year, month - 1, day);
  // The 31st of February is the 3rd of March to Date.
  if (new Date(midnight).getUTCDate() !== day) return -1;

  let at = start + 19;
  let milliseconds = 0;
  if (bytes[at] === POINT) {
    let unit = 100;
    const from = ++at;
    for (; at < end && isDigit(bytes[at] as number); at++, unit = Math.floor(unit / 10)) {
      milliseconds += ((bytes[at] as number) - ZERO) * unit;
    }
    if (at === from) return -1;
  }
  const offset = readZone(bytes, at, end);
  if (offset === undefined) return -1;
  return midnight + hour * HOUR + minute * MINUTE + Math.min(second, 59) * 1000 + milliseconds - offset;
}

/** Milliseconds east of Greenwich; undefined where there is no zone: the time would depend on the machine. */
function readZone(bytes: Uint8Array, at: number, end: number): number | undefined {
  const sign = bytes[at] as number;
  if (at + 1 === end && (sign | 0x20) === 0x7a) return 0;
  if (sign !== 0x2b && sign !== 0x2d) return undefined;
  const colon = bytes[at + 3] === 0x3a ? 1 : 0;
  if (at + 5 + colon !== end) return undefined;
  const hours = digits(bytes, at + 1, 2);
  const minutes = digits(bytes, at + 3 + colon, 2);
  const east = hours * HOUR + minutes * MINUTE;
  if (hours < 0 || minutes < 0 || minutes > 59 || east > DAY) return undefined;
  return sign === 0x2b ? east : -east;
}

/** A number of so many digits; -1 where one of them is none. */
function digits(bytes: Uint8Array, at: number, count: number): number {
  let number = 0;
  for (let i = at; i < at + count; i++) {
    if (!isDigit(bytes[i] as number)) return -1;
    number = number * 10 + (bytes[i] as number) - ZERO;
  }
  return number;
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= 0x39;
}
