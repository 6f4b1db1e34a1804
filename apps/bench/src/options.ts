import { parseArgs } from 'node:util';

/** What `pnpm bench` was asked for. */
export interface BenchOptions {
  readonly events: number;
  readonly eventBytes: number;
  readonly rounds: number;
  readonly json: string | undefined;
  /** Compare readers of a topic, without a sink. */
  readonly consume: boolean;
  /** Compare the program with acknowledgement and without. */
  readonly ack: boolean;
  /** Measure what idling costs, and how soon an idle member is back at work. */
  readonly idle: boolean;
  /** How long idling is measured. */
  readonly seconds: number;
  readonly help: boolean;
  /** What is compared: the consumer from Kafka on, or HEC clients alone. */
  readonly subject: 'consumer' | 'hec';
}

/** What `pnpm bench --help` prints. */
export const HELP = `pnpm bench [hec] [options]

One worker from a preloaded topic on a real Kafka into a counting sink, next to a bare kafkajs loop,
both in the same run on the same machine. With hec: hec-client next to a bare undici POST loop and to
splunk-logging, without Kafka. Quote ratios: absolute figures are this machine's, now.

  --events N   events in the topic (default 1000000)
  --bytes N    bytes of an event (default 210)
  --rounds N   times each one runs, in turn; the median counts (default 3)
  --quick      200000 events, one round
  --json FILE  also write the figures as JSON
  --consume    only reading: this consumer, kafkajs's eachBatch, @platformatic/kafka, and kcat where there is one,
               from topics that are not packed, and packed with lz4, zstd and gzip
  --ack        one worker without acknowledgement, and with a sink that acknowledges after a second,
               both with 64 MiB of memory
  --idle       what a member costs that has nothing to read, on three brokers, and how soon it is back at
               work: with --seconds N (default 60) for the one and --rounds for the other
  --help       this text
`;

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new Error(`--${name} wants a whole number above 0, not '${text}'`);
  return value;
}

/**
 * Reads the arguments.
 *
 * @throws Error with a sentence for the user
 */
export function readOptions(args: readonly string[]): BenchOptions {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    args: args.filter((arg, index) => !(arg === '--' && index === 0)),
    options: {
      events: { type: 'string' },
      bytes: { type: 'string' },
      rounds: { type: 'string' },
      quick: { type: 'boolean', default: false },
      json: { type: 'string' },
      consume: { type: 'boolean', default: false },
      ack: { type: 'boolean', default: false },
      idle: { type: 'boolean', default: false },
      seconds: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const [subject = 'consumer'] = positionals;
  if (subject !== 'consumer' && subject !== 'hec') throw new Error(`there is no benchmark '${subject}'`);
  return {
    subject,
    events: positive('events', values.events ?? (values.quick ? '200000' : '1000000')),
    eventBytes: positive('bytes', values.bytes ?? '210'),
    rounds: positive('rounds', values.rounds ?? (values.quick ? '1' : '3')),
    json: values.json,
    consume: values.consume,
    ack: values.ack,
    idle: values.idle,
    seconds: positive('seconds', values.seconds ?? (values.quick ? '15' : '60')),
    help: values.help,
  };
}
