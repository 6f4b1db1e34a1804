import type { Config } from '@kafka-splunk/config';
import { leaveFor } from '../access/leave-for.js';
import { readCpu } from './cpu-readings.js';
import type { FleetPlan } from './fleet-plan.js';
import { countWorkers } from './worker-count.js';

/**
 * What the supervisor does with this config on this machine.
 *
 * @param configText - the text that the config was read from
 */
export function planFleet(config: Config, configText: string): FleetPlan {
  return {
    configText,
    workers: countWorkers(config.general.workers, readCpu()),
    drainDeadlineMs: config.general.drainDeadlineMs,
    leaveFor: (memberId) => leaveFor(config.kafka, memberId),
  };
}
