import { type Channel, channel } from 'node:diagnostics_channel';
import type { ConsumerEvent } from './consumer-event.js';

/** What is published on the channel `kafka-balanced-consumer:<kind>` for each {@link ConsumerEvent} of that kind. */
export interface DiagnosticsMessage {
  readonly groupId: string;
  readonly clientId: string;
  readonly event: ConsumerEvent;
}

/** Kept: a channel that nobody holds may be collected, and with it the names of its subscribers. */
const channels = new Map<ConsumerEvent['kind'], Channel>();

/** Publishes an event for whoever listens in this process; costs next to nothing while nobody does. */
export function publish(message: DiagnosticsMessage): void {
  const { kind } = message.event;
  let own = channels.get(kind);
  if (own === undefined) {
    own = channel(`kafka-balanced-consumer:${kind}`);
    channels.set(kind, own);
  }
  if (own.hasSubscribers) own.publish(message);
}
