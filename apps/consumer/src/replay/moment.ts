const MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * Milliseconds since the epoch of a time as it is typed: `2026-01-31T08:00:00Z`, with its zone, or so long ago: `90m`,
 * `36h`, `7d`. Undefined for anything else: a time without a zone would depend on the machine.
 */
export function readMoment(text: string, now: number): number | undefined {
  const ago = /^(\d+(?:\.\d+)?)([smhd])$/.exec(text);
  if (ago !== null) return now - Math.round(Number(ago[1]) * (MS[ago[2] as string] as number));
  if (!/^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[-+]\d{2}:\d{2})$/i.test(text))
    return undefined;
  const time = Date.parse(text.replace(' ', 'T'));
  return Number.isNaN(time) ? undefined : time;
}
