/** Resident memory at a moment. */
export interface Sample {
  /** Seconds since the watch began. */
  readonly at: number;
  readonly bytes: number;
}

/** Bytes an hour by which memory grows: the line of least squares through the samples. */
export function growthPerHour(samples: readonly Sample[]): number {
  const count = samples.length;
  if (count < 2) return 0;
  const meanAt = samples.reduce((sum, { at }) => sum + at, 0) / count;
  const meanBytes = samples.reduce((sum, { bytes }) => sum + bytes, 0) / count;
  const spread = samples.reduce((sum, { at }) => sum + (at - meanAt) ** 2, 0);
  const common = samples.reduce((sum, { at, bytes }) => sum + (at - meanAt) * (bytes - meanBytes), 0);
  return spread === 0 ? 0 : (common / spread) * 3600;
}

/** The largest of the samples from `from` to `to` seconds. */
export function largest(samples: readonly Sample[], from: number, to: number): number {
  return Math.max(0, ...samples.filter(({ at }) => at >= from && at <= to).map(({ bytes }) => bytes));
}
