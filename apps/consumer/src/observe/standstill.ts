import type { DeliveryStats, WorkerStats } from '../ipc/messages.js';
import type { WorkerView } from './idle-watch.js';
import { mergeDeliveries } from './merge-deliveries.js';

/**
 * Why the fleet does not (or not fully) deliver, in words an operator can act on; an empty list when nothing is in
 * the way.
 *
 * @param now - milliseconds since the epoch; a time on another day is written with its date
 */
export function findObstacles(workers: readonly WorkerView[], now: number): string[] {
  const known = workers.map(({ stats }) => stats).filter((stats) => stats !== undefined);
  return [
    ...mergeDeliveries(known)
      .filter(({ state }) => state !== 'ok')
      .map((delivery) => describeDelivery(delivery, now)),
    ...describeMembership(workers),
    ...describePausedPartitions(known),
  ];
}

/** `paused: 403 Invalid token since 12:04:09Z (https://splunk:8088)`. */
export function describeDelivery(delivery: DeliveryStats, now: number): string {
  return `${deliveryWords(delivery, now)} (${delivery.name})`;
}

/** The same without the name: `paused: 403 Invalid token since 12:04:09Z`. */
export function deliveryWords(
  {
    state,
    cause = 'no cause given',
    since,
    until,
  }: Pick<DeliveryStats, 'state' | 'cause' | 'since' | 'until'>,
  now: number,
): string {
  switch (state) {
    case 'paused':
      return `paused: ${cause} since ${timeOfDay(since, now)}`;
    case 'backing-off':
      return `backing off${until === undefined ? '' : ` until ${timeOfDay(until, now)}`}: ${cause}`;
    case 'ok':
      return 'ok';
  }
}

/** UTC, as in the log's own time stamps: logs of many machines are read side by side. */
export function timeOfDay(at: number, now: number): string {
  const [day, time] = iso(at);
  return day === iso(now)[0] ? time : `${day} ${time}`;
}

function iso(at: number): [day: string, time: string] {
  const bounded = Math.min(8.64e15, Math.max(0, at));
  const [day = '', time = ''] = new Date(bounded).toISOString().split('T');
  return [day, `${time.slice(0, 8)}Z`];
}

const membership = {
  connecting: 'connecting to Kafka',
  joining: 'joining the group',
  draining: 'draining',
  stopped: 'out of the group',
} as const;

function describeMembership(workers: readonly WorkerView[]): string[] {
  const groups = new Map<string, number[]>();
  for (const { worker, stats } of workers) {
    if (stats?.consumerState === 'running') continue;
    const what = stats === undefined ? 'starting' : membership[stats.consumerState];
    groups.set(what, [...(groups.get(what) ?? []), worker]);
  }
  return [...groups].map(([what, numbers]) =>
    numbers.length === workers.length ? what : `worker ${numbers.join(', ')} ${what}`,
  );
}

function describePausedPartitions(workers: readonly WorkerStats[]): string[] {
  const byCause = new Map<string, string[]>();
  for (const { topic, partition, pauseCause } of workers.flatMap(({ partitions }) => partitions)) {
    if (pauseCause === undefined) continue;
    byCause.set(pauseCause, [...(byCause.get(pauseCause) ?? []), `${topic}[${partition}]`]);
  }
  return [...byCause].map(([cause, names]) => {
    const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
    return `not fetching ${names.slice(0, 3).join(', ')}${more}: ${cause}`;
  });
}
