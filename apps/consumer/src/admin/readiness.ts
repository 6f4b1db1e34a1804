import type { StatusReport } from '../status/status-report.js';

/**
 * Why the program is not ready, a line each; empty when it is: when every worker has joined the group. A Splunk that
 * is away does not count: to take this program out of service would bring nobody's events through.
 */
export function notReady({ state, workers }: Pick<StatusReport, 'state' | 'workers'>): string[] {
  if (state === 'draining') return ['draining: the program stops'];
  return workers
    .filter((worker) => worker.state !== 'running' || worker.memberId === undefined)
    .map(({ worker, state: own }) => `worker ${worker}: ${own === 'running' ? 'joining' : own}`);
}
