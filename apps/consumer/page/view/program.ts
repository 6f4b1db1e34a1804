import type { StatusReport } from '../../src/status/status-report.js';
import { age, timeOfDay } from './words.js';

/** The line under the headline: which program this is. */
export function program({ program, now }: StatusReport): string {
  const { group, topics, version, host, pid, startedAt, reloadedAt, file } = program;
  return [
    `group ${group}`,
    `${topics.length === 1 ? 'topic' : 'topics'} ${topics.join(', ')}`,
    `version ${version}`,
    `${host}, process ${pid}`,
    file,
    `up ${age(now - startedAt)}`,
    ...(reloadedAt === undefined ? [] : [`reloaded ${timeOfDay(reloadedAt, now)}`]),
  ].join(' · ');
}
