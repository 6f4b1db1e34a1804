/** `41,203`. */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** `41,203`; below ten with one decimal, so that a trickle is not shown as nothing. */
export function rate(perSecond: number): string {
  if (perSecond <= 0) return '0';
  if (perSecond < 0.1) return '< 0.1';
  return perSecond < 10 ? String(Math.round(perSecond * 10) / 10) : count(Math.round(perSecond));
}

const thousands = ['', ' k', ' M', ' bn'];

/** A round number in few letters, for a scale: `500`, `50 k`, `10 M`. */
export function short(value: number): string {
  let rest = value;
  let unit = 0;
  while (rest >= 1000 && unit < thousands.length - 1) {
    rest /= 1000;
    unit++;
  }
  return `${trim(rest)}${thousands[unit]}`;
}

const byteUnits = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

/** Decimal units, as disks and networks count: `8.7 MB`. */
export function bytes(value: number): string {
  let rest = Math.max(0, value);
  let unit = 0;
  while (rest >= 999.5 && unit < byteUnits.length - 1) {
    rest /= 1000;
    unit++;
  }
  return `${unit === 0 || rest >= 99.95 ? Math.round(rest) : rest.toFixed(1)} ${byteUnits[unit]}`;
}

/** A length of time in milliseconds: `250 ms`, `1.2 s`, `42 s`, `12 min`, `3.5 h`, `2.1 d`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 9950) return `${trim(ms / 1000)} s`;
  if (ms < 90_000) return `${Math.floor(ms / 1000)} s`;
  if (ms < 5_400_000) return `${Math.floor(ms / 60_000)} min`;
  if (ms < 129_600_000) return `${trim(ms / 3_600_000)} h`;
  return `${trim(ms / 86_400_000)} d`;
}

/** How long ago something was, in whole seconds at the least: half a second ago is `0 s`. */
export function age(ms: number): string {
  return ms < 9950 ? `${Math.max(0, Math.floor(ms / 1000))} s` : duration(ms);
}

/** UTC, as in the log: `12:04:09Z`, on another day than `now` with its date. */
export function timeOfDay(at: number, now: number): string {
  const [day, time] = iso(at);
  return day === iso(now)[0] ? time : `${day} ${time}`;
}

/** `12:04:09Z (6 min)`. */
export function timeAndAge(at: number, now: number): string {
  return `${timeOfDay(at, now)} (${age(now - at)})`;
}

/** One or many: `1 partition`, `12 partitions`. */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** At most so many characters; what is left out is replaced by an ellipsis. */
export function shorten(text: string, characters: number): string {
  return text.length <= characters ? text : `${text.slice(0, characters - 1).trimEnd()}…`;
}

function trim(value: number): string {
  return value.toFixed(1).replace(/\.0$/, '');
}

/** A date that no calendar has (a record may carry any number) is shown as the nearest one that has a place there. */
function iso(at: number): [day: string, time: string] {
  const bounded = Math.min(8.64e15, Math.max(0, at));
  const [day = '', time = ''] = new Date(bounded).toISOString().split('T');
  return [day, `${time.slice(0, 8)}Z`];
}
