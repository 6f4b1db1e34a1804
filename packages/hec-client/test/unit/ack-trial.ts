import {
  type Receiver,
  type ReceiverOptions,
  type SeenRequest,
  startReceiver,
} from '@kafka-splunk/hec-receiver';
import { RecordedClient } from './recorded-client.js';

/** Polls without mercy, and gives up late. */
export const ack = { enabled: true, pollMs: 5, timeoutMs: 60_000 } as const;
/** A token that wants acks. */
export const acking = { token: 'token-with-acks', useAck: true };
/** Whether a request asks for acks. */
export const isAck = ({ endpoint }: SeenRequest): boolean => endpoint === 'ack';

export const clients: RecordedClient[] = [];
const receivers: Receiver[] = [];
/** Ends every client and receiver of a test. */
export async function endTrial(): Promise<void> {
  for (const { client } of clients.splice(0)) await client.close();
  for (const receiver of receivers.splice(0)) await receiver.stop();
}

/** A receiver whose token wants acks. */
export async function receiverOf(options: ReceiverOptions = {}): Promise<Receiver> {
  const receiver = await startReceiver({ tokens: [acking], keep: 'events', ...options });
  receivers.push(receiver);
  return receiver;
}

type Options = Partial<ConstructorParameters<typeof RecordedClient>[0]>;
/** A client with acknowledgement. */
export function clientOf(receiver: Receiver, options: Options = {}): RecordedClient {
  const client = new RecordedClient({ url: receiver.url, token: receiver.token, ack, ...options });
  clients.push(client);
  return client;
}

/** One batch per event. */
export function addBatches(
  client: RecordedClient,
  events: readonly string[],
  kind: 'raw' | 'event' = 'raw',
): void {
  const destination = client.client.destination({ kind });
  for (const event of events) {
    client.add(destination, [event]);
    client.client.flush();
  }
}

export const numbers = (count: number): string[] => Array.from({ length: count }, (_, i) => `e${i}`);
export const arrived = (receiver: Receiver): string[] => receiver.events.map(({ raw }) => raw.toString());
