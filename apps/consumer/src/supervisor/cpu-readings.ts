import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { posix } from 'node:path';
import type { CpuReadings } from './worker-count.js';

/** Where a reader gets a file's text; undefined where there is none. */
export type ReadText = (path: string) => string | undefined;

/**
 * Reads what limits this process. A container sees its own group as `/`, while `/proc/self/cgroup` may still name the
 * path on the host: a path that is not there is passed over, and the root of the mount is always looked at.
 */
export function readCpu(read: ReadText = readTextFile, cores: number = availableParallelism()): CpuReadings {
  const groups = parseGroups(read('/proc/self/cgroup') ?? '');
  const cpuMax = upwards(groups.unified)
    .flatMap((path) => [`/sys/fs/cgroup${path}/cpu.max`, `/sys/fs/cgroup/unified${path}/cpu.max`])
    .map(read)
    .filter((text) => text !== undefined);
  const cfs = upwards(groups.cpu)
    .map((path) => `/sys/fs/cgroup/cpu${path}`)
    .flatMap((folder) => {
      const quota = read(`${folder}/cpu.cfs_quota_us`);
      const period = read(`${folder}/cpu.cfs_period_us`);
      return quota === undefined || period === undefined ? [] : [{ quota, period }];
    });
  return { cores, cpuMax, cfs };
}

/** Lines are `id:controllers:path`; cgroup v2 has id 0 and no controllers. */
function parseGroups(text: string): { readonly unified: string; readonly cpu: string } {
  let unified = '/';
  let cpu = '/';
  for (const line of text.split('\n')) {
    const [, controllers, ...rest] = line.split(':');
    const path = rest.join(':');
    if (!path.startsWith('/')) continue;
    if (controllers === '') unified = path;
    else if (controllers?.split(',').includes('cpu')) cpu = path;
  }
  return { unified, cpu };
}

/** The path and every one above it, the root as an empty text: any of them may hold the limit. */
function upwards(path: string): string[] {
  const paths: string[] = [];
  for (let at = posix.normalize(path); at !== '/' && at !== '.'; at = posix.dirname(at)) paths.push(at);
  return [...paths, ''];
}

function readTextFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Another system, another cgroup version, or no right to read: no limit is known then.
    return undefined;
  }
}
