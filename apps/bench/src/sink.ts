import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** How events are counted: by newlines, by the length of bodies of equal lines, or each by the number that it is. */
export type Counting =
  | { readonly by: 'newlines' }
  | { readonly by: 'lengths'; readonly lineBytes: number }
  | { readonly by: 'numbers' };

/** What a sink is to do. */
export interface SinkOrders {
  /** Events to wait for; 0: none are counted. */
  readonly events: number;
  /** Milliseconds after which it acknowledges a request; without, it acknowledges nothing. */
  readonly ackDelayMs?: number | undefined;
  /** @defaultValue by newlines */
  readonly count?: Counting | undefined;
  /** Answers 503 to everything until told to serve. */
  readonly refuse?: boolean;
}

/** What was seen when all had come; known for counting by numbers only. */
export interface Arrival {
  readonly repeated: number;
  readonly foreign: number;
}

type SinkMessage = { type: 'port'; port: number } | { type: 'first' } | ({ type: 'all' } & Arrival);

/** The counting sink, in its own process. */
export interface Sink {
  readonly url: string;
  /** The first event has arrived. */
  readonly first: Promise<void>;
  /** All events have arrived. */
  readonly all: Promise<Arrival>;
  /** Serves from now on. */
  serve(): void;
  stop(): void;
}

function message<T extends SinkMessage['type']>(
  child: ChildProcess,
  type: T,
): Promise<Extract<SinkMessage, { type: T }>> {
  const found = new Promise<Extract<SinkMessage, { type: T }>>((resolve, reject) => {
    child.on('message', (told: SinkMessage) => {
      if (told.type === type) resolve(told as Extract<SinkMessage, { type: T }>);
    });
    child.once('exit', () => reject(new Error('the sink ended: what it said stands above')));
  });
  // Whoever waits for none of this is not to fall over the end of the sink.
  found.catch(() => {});
  return found;
}

/** Starts a sink. */
export async function startSink(orders: SinkOrders): Promise<Sink> {
  const program = fileURLToPath(new URL('counting-sink.js', import.meta.url));
  const child = fork(program, [JSON.stringify(orders)], { execArgv: [] });
  const first = message(child, 'first').then(() => {});
  const all = message(child, 'all');
  first.catch(() => {});
  const told = await message(child, 'port');
  return {
    url: `http://127.0.0.1:${told.port}`,
    first,
    all,
    serve: () => void child.send('serve'),
    stop: () => {
      if (child.connected) child.disconnect();
    },
  };
}

/** Resolves when a process has ended. */
export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}
