import { setTimeout as wait } from 'node:timers/promises';
import type { PlayedFault } from '../judge/evidence.js';
import type { PlannedFault } from '../plan/schedule.js';
import { playFault } from './play-fault.js';
import type { Stage } from './stage.js';

/** Plays a schedule against the stage; faults overlap where it says so. Resolves when the last one is over. */
export async function playSchedule(
  stage: Stage,
  schedule: readonly PlannedFault[],
  say: (line: string) => void,
): Promise<PlayedFault[]> {
  const start = Date.now();
  const played = schedule.map(async (fault) => {
    await wait(Math.max(0, start + fault.at - Date.now()));
    say(`${(fault.at / 1000).toFixed(1).padStart(6)} s  ${fault.name} ${fault.target}, ${fault.lasts} ms`);
    return playFault(stage, fault);
  });
  return (await Promise.all(played)).sort((a, b) => a.from - b.from);
}
