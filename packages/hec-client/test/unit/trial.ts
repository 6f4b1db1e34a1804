import { RecordedClient } from './recorded-client.js';
import { ScriptedServer } from './scripted-server.js';

/** What a test says of its client: everything has a default that suits tests. */
export type ClientOptions = ConstructorParameters<typeof RecordedClient>[0];

const clients: RecordedClient[] = [];
const servers: ScriptedServer[] = [];

/** A client that {@link endTrial} closes. */
export function clientOf(options: ClientOptions): RecordedClient {
  const client = new RecordedClient(options);
  clients.push(client);
  return client;
}

/** A server that {@link endTrial} stops. */
export async function serverOf(...answer: Parameters<typeof ScriptedServer.start>): Promise<ScriptedServer> {
  const server = await ScriptedServer.start(...answer);
  servers.push(server);
  return server;
}

/** Ends every client and server of a test. */
export async function endTrial(): Promise<void> {
  for (const { client } of clients.splice(0)) await client.close();
  for (const server of servers.splice(0)) await server.stop();
}

/** One batch per event, for as many requests as there are events. */
export function addBatches(
  client: RecordedClient,
  events: readonly string[],
  spec: { readonly kind?: 'raw' | 'event'; readonly source?: string } = {},
): void {
  const destination = client.client.destination({ kind: 'raw', ...spec });
  for (const event of events) {
    client.add(destination, [event]);
    client.client.flush();
  }
}

/** `e0, e1, …` */
export const numbers = (count: number): string[] => Array.from({ length: count }, (_, i) => `e${i}`);

/** Every line that a server saw. */
export const linesOf = (server: ScriptedServer): string[] => server.seen.flatMap(({ lines }) => lines);
