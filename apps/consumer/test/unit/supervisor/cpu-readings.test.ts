import { describe, expect, it } from '@jest/globals';
import { readCpu } from '../../../src/supervisor/cpu-readings.js';
import { countWorkers } from '../../../src/supervisor/worker-count.js';

const machine = (files: Record<string, string>) => readCpu((path) => files[path], 16);

describe('cpu readings', () => {
  it('finds the limit of a cgroup v2 container, which sees its group as the root', () => {
    const readings = machine({
      '/proc/self/cgroup': '0::/\n',
      '/sys/fs/cgroup/cpu.max': '200000 100000\n',
    });
    expect(readings.cpuMax).toEqual(['200000 100000\n']);
    expect(countWorkers('auto', readings)).toBe(2);
  });

  it('finds the limits of all groups above a systemd unit', () => {
    const readings = machine({
      '/proc/self/cgroup': '0::/system.slice/consumer.service\n',
      '/sys/fs/cgroup/system.slice/consumer.service/cpu.max': 'max 100000\n',
      '/sys/fs/cgroup/system.slice/cpu.max': '300000 100000\n',
    });
    expect(countWorkers('auto', readings)).toBe(3);
  });

  it('finds the quota of cgroup v1, also where the path names a group of the host', () => {
    const readings = machine({
      '/proc/self/cgroup': '9:name=systemd:/\n4:cpu,cpuacct:/docker/4f2a\n0::/\n',
      '/sys/fs/cgroup/cpu/cpu.cfs_quota_us': '400000\n',
      '/sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000\n',
    });
    expect(readings.cfs).toEqual([{ quota: '400000\n', period: '100000\n' }]);
    expect(countWorkers('auto', readings)).toBe(4);
  });

  it('does not mistake cpuset or cpuacct for cpu', () => {
    const readings = machine({
      '/proc/self/cgroup': '2:cpuset:/a\n1:cpuacct:/b\n',
      '/sys/fs/cgroup/cpu/a/cpu.cfs_quota_us': '100000',
      '/sys/fs/cgroup/cpu/a/cpu.cfs_period_us': '100000',
    });
    expect(readings.cfs).toEqual([]);
  });

  it('reads nothing where there are no cgroups', () => {
    expect(machine({})).toEqual({ cores: 16, cpuMax: [], cfs: [] });
  });

  it('reads this machine', () => {
    expect(countWorkers('auto', readCpu())).toBeGreaterThanOrEqual(1);
  });
});
