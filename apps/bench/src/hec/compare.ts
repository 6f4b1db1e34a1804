import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { BenchOptions } from '../options.js';
import { startSink } from '../sink.js';
import { hecContenders } from './contenders.js';
import { type HecLap, type HecResult, hecTable } from './hec-table.js';

/** Runs every contender against one sink, in turn; answers a table. */
export async function compareHecClients(
  { events, eventBytes, rounds }: BenchOptions,
  say: (line: string) => void,
): Promise<{ text: string; results: readonly HecResult[] }> {
  const sink = await startSink({ events: 0 });
  const results = hecContenders.map(({ name }): HecResult => ({ name, laps: [] }));
  try {
    for (let round = 1; round <= rounds; round++) {
      for (const { name, laps } of results) {
        say(`round ${round} of ${rounds}: ${name}`);
        laps.push(await runHecLap(name, sink.url, events, eventBytes));
      }
    }
  } finally {
    sink.stop();
  }
  return { text: hecTable(results), results };
}

async function runHecLap(name: string, url: string, events: number, bytes: number): Promise<HecLap> {
  const program = fileURLToPath(new URL('lap-process.js', import.meta.url));
  const child = fork(program, [name, url, String(events), String(bytes)], { execArgv: [] });
  const told = once(child, 'message').then(([lap]) => lap as HecLap);
  const gone = once(child, 'exit').then(() => {
    throw new Error(`${name} ended before it had sent all events`);
  });
  const lap = await Promise.race([told, gone]);
  await gone.catch(() => {});
  return lap;
}
