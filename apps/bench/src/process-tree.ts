import { readdirSync, readFileSync } from 'node:fs';

/** What a process and its children have used. */
export interface TreeUsage {
  /** CPU seconds, user and system. */
  readonly cpuSeconds: number;
  /** Resident bytes, all processes together. */
  readonly residentBytes: number;
}

/** What one process of a tree has used. */
export interface ProcessUsage {
  readonly pid: number;
  /** CPU seconds, user and system. */
  readonly cpuSeconds: number;
  /** Largest resident memory since its start, in bytes, as the kernel keeps it (`VmHWM`). */
  readonly peakBytes: number;
}

/** Kernel clock ticks per second: fixed at 100 in what Linux shows to programs. */
const TICKS = 100;

interface ProcessStat {
  readonly parent: number;
  readonly cpuTicks: number;
  readonly pages: number;
}

function stat(pid: number): ProcessStat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command name in brackets may hold anything, spaces and brackets included.
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    // proc(5): after the name come state(0) ppid(1) … utime(11) stime(12) … rss(21).
    return {
      parent: fields[1] ?? 0,
      cpuTicks: (fields[11] ?? 0) + (fields[12] ?? 0),
      pages: fields[21] ?? 0,
    };
  } catch {
    return undefined;
  }
}

/** What a living process has used, without its children; undefined where it is gone. Linux only. */
export function processUsage(pid: number): ProcessUsage | undefined {
  const found = stat(pid);
  if (found === undefined) return undefined;
  try {
    const [, kib = '0'] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return { pid, cpuSeconds: found.cpuTicks / TICKS, peakBytes: Number(kib) * 1024 };
  } catch {
    return undefined;
  }
}

/** Living children of a process. */
export function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && stat(pid)?.parent === parent);
}

/** Sums up a living process and all its living descendants, from `/proc`. Linux only. */
export function treeUsage(root: number): TreeUsage {
  const all = new Map<number, ProcessStat>();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    const found = Number.isInteger(pid) ? stat(pid) : undefined;
    if (found) all.set(pid, found);
  }
  const belongs = (pid: number): boolean =>
    pid === root || (all.has(pid) && belongs(all.get(pid)?.parent ?? 0));
  let ticks = 0;
  let pages = 0;
  for (const [pid, found] of all) {
    if (!belongs(pid)) continue;
    ticks += found.cpuTicks;
    pages += found.pages;
  }
  return { cpuSeconds: ticks / TICKS, residentBytes: pages * 4096 };
}
