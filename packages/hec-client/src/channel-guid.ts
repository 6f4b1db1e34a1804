import { randomUUID } from 'node:crypto';

const FIRST_GROUP = /^[0-9a-f]{8}(?=-)/i;

/**
 * A channel for one session: a random GUID. Ack ids count per channel, so no two sessions may share one, not even in
 * two processes with the same configuration. Where the user gave a channel, the new one begins with its first group,
 * so that it is found again in Splunk's own logs.
 */
export function sessionChannel(given: string | undefined): string {
  const group = FIRST_GROUP.exec(given ?? '')?.[0];
  const fresh = randomUUID();
  return group === undefined ? fresh : group.toLowerCase() + fresh.slice(8);
}
