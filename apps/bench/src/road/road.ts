import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startKafka } from '@kafka-splunk/local-kafka';
import type { Reader } from '../consume/readers.js';
import { preload } from '../preload.js';
import { type Lap, runLap } from '../race.js';
import { proveArrival } from './proof.js';
import { medians, type RoadReport, type Scale, thisMachine } from './result.js';
import { eventsOf, type Row, topicName } from './rows.js';

/** What a run of the road is asked for. */
export interface RoadOptions {
  /** Events of the usual size; rows with larger ones move as many bytes. */
  readonly events: number;
  readonly rounds: number;
  /** Start of the names of CPU profiles. */
  readonly profile: string | undefined;
  /** Read the usual topic too, and send nothing. */
  readonly readers: readonly Reader[];
}

const PARTITIONS = 4;

/** The numbered lap takes no more: it is there to count, not to time. */
const MOST_NUMBERS = 500_000;

/**
 * Runs every row in turn, so many rounds: what else the machine does meanwhile hits all of them alike.
 *
 * @param say - progress, a line at a time
 */
export async function runRoad(
  rows: readonly Row[],
  { events, rounds, profile, readers }: RoadOptions,
  say: (line: string) => void,
): Promise<RoadReport> {
  const machine = thisMachine();
  const scratch = mkdtempSync(join(tmpdir(), 'kafka-splunk-bench-'));
  const kafka = await startKafka({ initialRebalanceDelayMs: 0, onProgress: say });
  try {
    const proof = await proveArrival(kafka.bootstrap, scratch, Math.min(events, MOST_NUMBERS));
    say(`${proof.events} numbered events: all arrived, ${proof.repeated} came again`);
    const topics = new Map(rows.map((row) => [topicName(row), row]));
    for (const [topic, row] of topics) {
      const count = eventsOf(row, events);
      say(
        `writing ${count.toLocaleString('en-US')} events of ${row.eventBytes} bytes, packing: ${row.packing}`,
      );
      await preload(kafka.bootstrap[0] as string, scratch, {
        topic,
        partitions: PARTITIONS,
        events: count,
        eventBytes: row.eventBytes,
        packing: row.packing,
      });
    }
    const missing: string[] = [];
    const laps = new Map(rows.map(({ key }) => [key, [] as Lap[]]));
    for (let round = 1; round <= rounds; round++) {
      for (const row of rows) {
        const task = {
          brokers: kafka.bootstrap,
          topic: topicName(row),
          run: `${row.key}-${round}`,
          scratch,
          profile: profile === undefined ? undefined : `${profile}.${row.key}-${round}`,
        };
        const lap = await lapOf(row, task, eventsOf(row, events), missing);
        if (lap === undefined) continue;
        laps.get(row.key)?.push(lap);
        say(
          `round ${round} of ${rounds}: ${row.contender.name}: ${Math.round(lap.eventsPerSecond).toLocaleString('en-US')}/s, ${lap.cpuPerMillion.toFixed(2)} CPU-s per million`,
        );
      }
    }
    const results = rows.flatMap((row) => {
      const own = laps.get(row.key) ?? [];
      if (own.length === 0) return [];
      const { key, eventBytes } = row;
      return {
        ...{ key, name: row.contender.name, events: eventsOf(row, events), eventBytes, laps: own },
        ...medians(own),
      };
    });
    const scale: Scale[] = [];
    for (const { name, read } of readers) {
      const [topic] = [...topics.keys()] as [string];
      const { seconds, cpuSeconds } = await read({ brokers: kafka.bootstrap, topic, events });
      scale.push({ name, eventsPerSecond: events / seconds, cpuPerMillion: (cpuSeconds / events) * 1e6 });
    }
    return { machine, rounds, proof, results, scale, missing };
  } finally {
    await kafka.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** One lap. A lap of ours must succeed; one of another program that does not is told, and the rest goes on. */
async function lapOf(
  { contender }: Row,
  task: Parameters<typeof runLap>[1],
  events: number,
  missing: string[],
): Promise<Lap | undefined> {
  try {
    return await runLap(contender, task, events);
  } catch (error) {
    if (contender.patienceMs === undefined) throw error;
    const { message } = error as Error;
    if (!missing.includes(message)) missing.push(message);
    return undefined;
  }
}
