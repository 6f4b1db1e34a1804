import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

type SinkMessage = { type: 'port'; port: number } | { type: 'first' } | { type: 'all' };

/** The counting sink, in its own process. */
export interface Sink {
  readonly url: string;
  /** The first event has arrived. */
  readonly first: Promise<void>;
  /** All events have arrived. */
  readonly all: Promise<void>;
  stop(): void;
}

function message(child: ChildProcess, type: SinkMessage['type']): Promise<SinkMessage> {
  return new Promise((resolve) => {
    child.on('message', (told: SinkMessage) => {
      if (told.type === type) resolve(told);
    });
  });
}

/**
 * Starts a sink that waits for so many events.
 *
 * @param ackDelayMs - milliseconds after which it acknowledges a request; without, it acknowledges nothing
 */
export async function startSink(events: number, ackDelayMs?: number): Promise<Sink> {
  const program = fileURLToPath(new URL('counting-sink.js', import.meta.url));
  const child = fork(program, [events, ackDelayMs].filter((each) => each !== undefined).map(String));
  const first = message(child, 'first').then(() => {});
  const all = message(child, 'all').then(() => {});
  const told = await message(child, 'port');
  return {
    url: `http://127.0.0.1:${told.type === 'port' ? told.port : 0}`,
    first,
    all,
    stop: () => void child.disconnect(),
  };
}

/** Resolves when a process has ended. */
export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}
