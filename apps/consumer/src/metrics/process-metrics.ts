import { deliveryStatuses } from '../status/delivery-statuses.js';
import { findCauses } from '../status/find-causes.js';
import { programState } from '../status/program-state.js';
import type { ProgramState } from '../status/status-report.js';
import { type Metric, prefix, single } from './metric.js';

const programStates: readonly ProgramState[] = [
  'starting',
  'running',
  'degraded',
  'standing-still',
  'draining',
];

/** The program and its processes. */
export const processMetrics: readonly Metric[] = [
  {
    name: `${prefix}state`,
    type: 'gauge',
    help: '1 for the state that the program is in. standing-still: nothing is delivered though there is something to deliver, or no worker got into the group within a minute; the status page names the cause.',
    labels: ['state'],
    read: (snapshot) => {
      const own = programState(snapshot, findCauses(snapshot, deliveryStatuses(snapshot.workers)));
      return programStates.map((state) => ({ labels: { state }, value: state === own ? 1 : 0 }));
    },
  },
  {
    name: `${prefix}build_info`,
    type: 'gauge',
    help: 'Always 1; its labels say what runs.',
    labels: ['version', 'group'],
    read: ({ facts: { program } }) => [
      { labels: { version: program.version, group: program.group }, value: 1 },
    ],
  },
  single(
    {
      name: `${prefix}start_time_seconds`,
      type: 'gauge',
      help: 'When the program was started, seconds since the epoch.',
    },
    ({ facts }) => facts.program.startedAt / 1000,
  ),
  {
    name: `${prefix}worker_up`,
    type: 'gauge',
    help: '1 while the worker is a member of the group. 0 for longer than a minute: the log says why.',
    labels: ['worker'],
    read: ({ workers }) =>
      workers.map(({ place, stats }) => ({
        labels: { worker: place.worker },
        value: stats?.consumerState === 'running' ? 1 : 0,
      })),
  },
  {
    name: `${prefix}worker_restarts_total`,
    type: 'counter',
    help: 'Deaths of the worker that a new process followed. Any rise deserves a look at the log.',
    labels: ['worker'],
    read: ({ workers }) =>
      workers.map(({ place }) => ({ labels: { worker: place.worker }, value: place.restarts })),
  },
  {
    name: `${prefix}process_cpu_seconds_total`,
    type: 'counter',
    help: 'CPU time, user and system. A worker near 1 per second is at its end: add workers and partitions.',
    labels: ['process'],
    read: ({ workers, own }) => [
      { labels: { process: 'supervisor' }, value: own.cpuSeconds },
      ...workers.map(({ place, cpuSeconds }) => ({
        labels: { process: `worker-${place.worker}` },
        value: cpuSeconds,
      })),
    ],
  },
  {
    name: `${prefix}process_resident_memory_bytes`,
    type: 'gauge',
    help: 'Resident memory of each process.',
    labels: ['process'],
    read: ({ workers, own }) => [
      { labels: { process: 'supervisor' }, value: own.residentBytes },
      ...workers.flatMap(({ place, stats }) =>
        stats === undefined
          ? []
          : [{ labels: { process: `worker-${place.worker}` }, value: stats.process.residentBytes }],
      ),
    ],
  },
  {
    name: `${prefix}held_bytes`,
    type: 'gauge',
    help: 'Bytes that are held until Splunk has them: fetched records, and request bodies. At memory_budget_bytes fetching pauses.',
    labels: ['what'],
    read: ({ workers }) =>
      (['consumer', 'client'] as const).map((what) => ({
        labels: { what: what === 'consumer' ? 'fetched' : 'bodies' },
        value: workers.reduce((sum, { stats }) => sum + (stats?.heldBytes[what] ?? 0), 0),
      })),
  },
  single(
    {
      name: `${prefix}memory_budget_bytes`,
      type: 'gauge',
      help: 'What may be held: general.memory.',
    },
    ({ facts }) => facts.memoryBytes,
  ),
];
