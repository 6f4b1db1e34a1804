import { totalmem } from 'node:os';
import type { Config } from '@kafka-splunk/config';
import { leaveFor } from '../access/leave-for.js';
import { readCpu } from './cpu-readings.js';
import type { FleetPlan } from './fleet-plan.js';
import { countWorkers } from './worker-count.js';
import { containerMemory, workerMemory } from './worker-memory.js';

/**
 * What the supervisor does with this config on this machine.
 *
 * @param configText - the text that the config was read from
 */
export function planFleet(config: Config, configText: string): FleetPlan {
  const { general } = config;
  const workers = countWorkers(general.workers, readCpu());
  return {
    configText,
    workers,
    drainDeadlineMs: general.drainDeadlineMs,
    hangMs: general.hangTimeoutMs,
    memory: workerMemory(general, workers, containerMemory(process.constrainedMemory?.(), totalmem())),
    leaveFor: (memberId) => leaveFor(config.kafka, memberId),
  };
}
