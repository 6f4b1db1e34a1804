import { parseArgs } from 'node:util';

/** What is compared. */
export type Subject = 'road' | 'hec' | 'joins' | 'consume' | 'ack' | 'idle' | 'soak';

/** What `pnpm bench` was asked for. */
export interface BenchOptions {
  readonly subject: Subject;
  readonly events: number;
  readonly eventBytes: number;
  readonly rounds: number;
  /** How long idling or a dead Splunk is watched. */
  readonly seconds: number;
  /** Members of a large group. */
  readonly members: number;
  /** Partitions that they share. */
  readonly partitions: number;
  readonly json: string | undefined;
  /** Where the road's chart goes. */
  readonly svg: string | undefined;
  /** Keys of the road's rows; undefined for all. */
  readonly rows: readonly string[] | undefined;
  /** Start of the names of CPU profiles. */
  readonly profile: string | undefined;
  /** Measure other programs too. */
  readonly peers: boolean;
  /** Hold the ratios against the committed ones. */
  readonly check: boolean;
  /** Write docs/benchmarks.md, its chart and the baseline. */
  readonly writeDocs: boolean;
  readonly help: boolean;
}

/** What `pnpm bench --help` prints. */
export const HELP = `pnpm bench [hec | joins] [options]

From a preloaded topic on a real Kafka, through the program as users start it, into a counting sink: a row
for each endpoint, packing, size and setting, next to a bare kafkajs loop in the same run on the same
machine. Quote ratios: absolute figures are this machine's, now.

  --rows A,B     only these rows, and the bare loop: raw-defaults, raw, raw-gzip-1, event-lineage …
  --quick        300000 events, one round: all rows in two minutes
  --events N     events of a lap (default 4000000 for the road, 1000000 for the rest)
  --rounds N     times each one runs, in turn; the median counts (default 3)
  --json FILE    also write the figures as JSON
  --svg FILE     also draw them
  --write-docs   write docs/benchmarks.md, its chart, and the ratios that --check compares with
  --check        fail where a row has fallen far behind the committed ratios
  --peers        other programs in the same run, as far as they can be had; says which cannot
  --profile FILE CPU profiles and memory of every process of the program, in files that begin so

Others instead of the road:
  hec            hec-client next to a bare undici POST loop and to splunk-logging, without Kafka
  joins          a group of --members N (default 50) on three brokers, sharing --partitions N (default 1000):
                 how long joins take, what they weigh and move, what members ask for while nothing happens
                 (for --seconds N, default 60), and how long the leader of even larger ones thinks
  --consume      only reading: this consumer, kafkajs's eachBatch, @platformatic/kafka, and kcat where there is one,
                 from topics that are not packed, and packed with lz4, zstd and gzip
  --ack          one worker without acknowledgement, and with a sink that acknowledges after a second,
                 both with 64 MiB of memory
  --idle         what a member costs that has nothing to read, on three brokers, and how soon it is back
                 at work: with --seconds N (default 60) for the one and --rounds for the other
  --soak         the memory of a worker in front of a dead Splunk, for --seconds N (default 300), and whether
                 all events arrive once it is back
  --bytes N      bytes of an event there (default 210)
  --help         this text
`;

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new Error(`--${name} wants a whole number above 0, not '${text}'`);
  return value;
}

type Flags = Readonly<Record<'consume' | 'ack' | 'idle' | 'soak', boolean>>;

function subjectOf(named: string | undefined, flags: Flags): Subject {
  if (named !== undefined && named !== 'hec' && named !== 'joins')
    throw new Error(`there is no benchmark '${named}'`);
  const asked = (['consume', 'ack', 'idle', 'soak'] as const).filter((each) => flags[each]);
  const subjects: readonly Subject[] = named === undefined ? asked : [named, ...asked];
  if (subjects.length > 1) throw new Error(`one benchmark at a time, not ${subjects.join(' and ')}`);
  return subjects[0] ?? 'road';
}

function defaultSeconds(subject: Subject, quick: boolean): string {
  if (subject === 'soak') return quick ? '30' : '300';
  return quick ? '15' : '60';
}

function defaultEvents(subject: Subject, quick: boolean): string {
  if (subject === 'road') return quick ? '300000' : '4000000';
  // In front of a dead Splunk the budget must fill up.
  return quick && subject !== 'soak' ? '200000' : '1000000';
}

/**
 * Reads the arguments.
 *
 * @throws Error with a sentence for the user
 */
export function readOptions(args: readonly string[]): BenchOptions {
  const off = { type: 'boolean', default: false } as const;
  const text = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    args: args.filter((arg, index) => !(arg === '--' && index === 0)),
    options: {
      ...{ events: text, bytes: text, rounds: text, seconds: text, members: text, partitions: text },
      ...{ json: text, svg: text, rows: text, profile: text },
      ...{ quick: off, consume: off, ack: off, idle: off, soak: off },
      ...{ peers: off, check: off, 'write-docs': off, help: off },
    },
  });
  const subject = subjectOf(positionals[0], values);
  const { quick } = values;
  return {
    subject,
    events: positive('events', values.events ?? defaultEvents(subject, quick)),
    eventBytes: positive('bytes', values.bytes ?? '210'),
    rounds: positive('rounds', values.rounds ?? (quick ? '1' : '3')),
    seconds: positive('seconds', values.seconds ?? defaultSeconds(subject, quick)),
    members: positive('members', values.members ?? (quick ? '12' : '50')),
    partitions: positive('partitions', values.partitions ?? (quick ? '200' : '1000')),
    json: values.json,
    svg: values.svg,
    rows: values.rows?.split(',').map((key) => key.trim()),
    profile: values.profile,
    peers: values.peers,
    check: values.check,
    writeDocs: values['write-docs'],
    help: values.help,
  };
}
