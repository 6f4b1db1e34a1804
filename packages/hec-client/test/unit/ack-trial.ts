import {
  type Receiver,
  type ReceiverOptions,
  type SeenRequest,
  startReceiver,
} from '@kafka-splunk/hec-receiver';
import type { RecordedClient } from './recorded-client.js';
import { type ClientOptions, endTrial, clientOf as trialClient } from './trial.js';

/** Polls without mercy, and gives up late. */
export const ack = { enabled: true, pollMs: 5, timeoutMs: 60_000 } as const;
/** A token that wants acks. */
export const acking = { token: 'token-with-acks', useAck: true };
/** Whether a request asks for acks. */
export const isAck = ({ endpoint }: SeenRequest): boolean => endpoint === 'ack';

const receivers: Receiver[] = [];
/** Ends every client and receiver of a test. */
export async function endAckTrial(): Promise<void> {
  await endTrial();
  for (const receiver of receivers.splice(0)) await receiver.stop();
}

/** A receiver whose token wants acks. */
export async function receiverOf(options: ReceiverOptions = {}): Promise<Receiver> {
  const receiver = await startReceiver({ tokens: [acking], keep: 'events', ...options });
  receivers.push(receiver);
  return receiver;
}

/** A client with acknowledgement. */
export const clientOf = (receiver: Receiver, options: ClientOptions = {}): RecordedClient =>
  trialClient({ url: receiver.url, token: receiver.token, ack, ...options });

export const arrived = (receiver: Receiver): string[] => receiver.events.map(({ raw }) => raw.toString());
