import { setTimeout as wait } from 'node:timers/promises';
import type { PlayedFault } from '../judge/evidence.js';
import { kindOf } from '../plan/fault-kinds.js';
import type { PlannedFault } from '../plan/schedule.js';
import { playFault } from './play-fault.js';
import type { Stage } from './stage.js';

/**
 * Plays a schedule against the stage; faults overlap where it says so. Before one whose end is measured everything waits
 * until the program has recovered from the last: on a slow machine a restart takes longer than planned, and would be
 * measured with it. Resolves when the last one is over, and its quiet.
 */
export async function playSchedule(
  stage: Stage,
  schedule: readonly PlannedFault[],
  say: (line: string) => void,
): Promise<PlayedFault[]> {
  let start = Date.now();
  const playing: Promise<PlayedFault>[] = [];
  for (const fault of schedule) {
    const { quietAfter } = kindOf(fault.name);
    await wait(Math.max(0, start + fault.at - Date.now()));
    if (quietAfter !== undefined) {
      await Promise.all(playing);
      await stage.recovered();
      start = Date.now() - fault.at;
    }
    say(`${(fault.at / 1000).toFixed(1).padStart(6)} s  ${fault.name} ${fault.target}, ${fault.lasts} ms`);
    playing.push(playFault(stage, fault));
  }
  const played = await Promise.all(playing);
  const last = schedule.at(-1);
  if (last !== undefined) await wait(kindOf(last.name).quietAfter ?? 0);
  return played.sort((a, b) => a.from - b.from);
}
