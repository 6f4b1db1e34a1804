import type { Config } from '@kafka-splunk/config';

/**
 * Keys that differ and that no reload can change: what hangs on them is the program's as a whole.
 *
 * Another group name would have half of the workers in either group for a while, and the new group begins where
 * `kafka.initial_offset` says: that is another program, and is to be started as one.
 */
export function restartNeeded(before: Config, after: Config): string[] {
  return before.kafka.group === after.kafka.group ? [] : ['kafka.consumer_group'];
}
