/** What the machine says about the processor time this process may use. */
export interface CpuReadings {
  /** Cores this process may run on, affinity counted. */
  readonly cores: number;
  /** Contents of `cpu.max` (cgroup v2) of this process's group and every group above it. */
  readonly cpuMax: readonly string[];
  /** Contents of `cpu.cfs_quota_us` and `cpu.cfs_period_us` (cgroup v1), in the same way. */
  readonly cfs: readonly { readonly quota: string; readonly period: string }[];
}

/**
 * Workers for `workers: auto`: one per core that the process may use. A limit between whole cores is rounded down,
 * since two workers on one and a half cores are throttled by the kernel in the middle of their work; the answer is
 * never less than 1. Readings that cannot be understood limit nothing.
 */
export function countWorkers(configured: number | 'auto', readings: CpuReadings): number {
  if (configured !== 'auto') return configured;
  const limits = [
    readings.cores,
    ...readings.cpuMax.map(coresOfCpuMax),
    ...readings.cfs.map(({ quota, period }) =>
      coresOfQuota(Number(quota.trim() || NaN), Number(period.trim() || NaN)),
    ),
  ];
  const cores = Math.min(...limits.filter((limit) => limit > 0));
  return Number.isFinite(cores) ? Math.max(1, Math.floor(cores)) : 1;
}

/** `cpu.max` is `QUOTA PERIOD` in microseconds, QUOTA `max` for no limit, PERIOD 100000 where it is left out. */
function coresOfCpuMax(text: string): number {
  const [quota, period = '100000'] = text.trim().split(/\s+/);
  if (quota === 'max' || quota === undefined || quota === '') return Number.POSITIVE_INFINITY;
  return coresOfQuota(Number(quota), Number(period));
}

/** cgroup v1 writes -1 for no limit. */
function coresOfQuota(quota: number, period: number): number {
  return quota > 0 && period > 0 ? quota / period : Number.POSITIVE_INFINITY;
}
