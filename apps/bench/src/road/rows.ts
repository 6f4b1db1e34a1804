import { bareLoop, type Contender, consumerApp, fastProfile, type Settings } from '../contenders.js';
import type { Packing } from '../preload.js';

/** What a row reads. */
export interface RowTopic {
  /** Bytes of an event. */
  readonly eventBytes: number;
  readonly packing: Packing;
  /** Of the usual events: for a program that would take hours. @defaultValue 1 */
  readonly share?: number;
}

/** One line of the benchmark: a contender and what it reads. */
export interface Row extends RowTopic {
  /** For `--rows`. */
  readonly key: string;
  readonly contender: Contender;
}

/** Access-log lines are of about this length. */
export const USUAL_BYTES = 210;

interface Special extends Settings {
  readonly eventBytes?: number;
  readonly packing?: Packing;
  readonly ack?: boolean;
}

/** The fast profile, but for what `special` says. */
function ours(key: string, words: string, special: Special = {}): Row {
  const { eventBytes = USUAL_BYTES, packing = 'none', ack, hec = '', workers } = special;
  const { general = fastProfile(workers) } = special;
  // On the raw endpoint a body is its events and newlines: its length says how many. Envelopes differ in length.
  const isRaw = !hec.includes('endpoint: event');
  const contender = consumerApp(
    words,
    { general, hec: ack ? `${hec}, ack: true` : hec, workers },
    {
      ackDelayMs: ack ? 1000 : undefined,
      count: isRaw ? { by: 'lengths', lineBytes: eventBytes + 1 } : { by: 'newlines' },
    },
  );
  return { key, eventBytes, packing, contender };
}

/** Key of the row that all others are held against. */
export const YARDSTICK = 'bare';

const EVENT = ', endpoint: event';

/** All rows of `pnpm bench`, the yardstick first. Those without a word on it have the fast profile. */
export const rows: readonly Row[] = [
  {
    key: YARDSTICK,
    eventBytes: USUAL_BYTES,
    packing: 'none',
    contender: { ...bareLoop, count: { by: 'lengths', lineBytes: USUAL_BYTES + 1 } },
  },
  ours('raw-defaults', 'raw, defaults', { general: '' }),
  ours('raw', 'raw'),
  ours('raw-2-workers', 'raw, 2 workers', { workers: 2 }),
  ours('raw-ack', 'raw, acknowledged after 1 s', { ack: true }),
  ours('raw-gzip-1', 'raw, gzip level 1', { hec: ', use_compression: true, compresslevel: 1' }),
  ours('raw-gzip-6', 'raw, gzip level 6', { hec: ', use_compression: true, compresslevel: 6' }),
  ours('raw-lz4', 'raw, topic packed with lz4', { packing: 'lz4' }),
  ours('raw-zstd', 'raw, topic packed with zstd', { packing: 'zstd' }),
  ours('raw-1kb', 'raw, events of 1 kB', { eventBytes: 1000 }),
  ours('raw-10kb', 'raw, events of 10 kB', { eventBytes: 10_000 }),
  ours('event-defaults', 'event, defaults', { hec: EVENT, general: '' }),
  ours('event', 'event', { hec: EVENT }),
  ours('event-lineage', 'event, with lineage fields', { hec: `${EVENT}, lineage: true` }),
  ours('event-ack', 'event, with lineage fields, acknowledged after 1 s', {
    hec: `${EVENT}, lineage: true`,
    ack: true,
  }),
];

/**
 * The rows with these keys, in the table's order; the yardstick is always among them.
 *
 * @throws Error for a key that no row has
 */
export function chosenRows(keys: readonly string[] | undefined): readonly Row[] {
  if (keys === undefined) return rows;
  const unknown = keys.find((key) => !rows.some((row) => row.key === key));
  if (unknown !== undefined)
    throw new Error(`there is no row '${unknown}': ${rows.map(({ key }) => key).join(', ')}`);
  return rows.filter(({ key }) => key === YARDSTICK || keys.includes(key));
}

/** Events of this size that weigh as much as so many of the usual size: rows move the same bytes, but for shares. */
export function eventsOf({ eventBytes, share = 1 }: RowTopic, usualEvents: number): number {
  return Math.max(1, Math.round((usualEvents * USUAL_BYTES * share) / eventBytes));
}

/** Name of the topic with these events. */
export function topicName({ eventBytes, packing, share }: RowTopic): string {
  return `bench-${eventBytes}-${packing}${share === undefined ? '' : `-${share}`}`;
}
