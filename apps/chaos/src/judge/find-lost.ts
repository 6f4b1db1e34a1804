import type { Evidence, LogRecord } from './evidence.js';

/** What did not arrive where it belongs. */
export interface Losses {
  /** In the topic, and neither in a receiver nor in the dead letters. */
  readonly lost: readonly LogRecord[];
  /** Acknowledged by Kafka and not in the topic: Kafka's own loss, which would make the run worthless. */
  readonly lostByKafka: number;
  /** Set aside without a reason, or with a wrong one; or taken though it should not have been. In words. */
  readonly misplaced: readonly string[];
}

const place = ({ partition, offset }: { partition: number; offset: number }): string =>
  `${partition}/${offset}`;

/** Looks for every record of the topic in the receivers and in the dead letters. */
export function findLost({ written, log, taken, letters }: Evidence): Losses {
  const inReceiver = new Set(taken.map(({ number }) => number));
  const letterAt = new Map(letters.map((letter) => [place(letter), letter]));
  const inLog = new Set<number>();
  const lost: LogRecord[] = [];
  const misplaced: string[] = [];
  for (const record of log) {
    inLog.add(record.number);
    const letter = letterAt.get(place(record));
    letterAt.delete(place(record));
    const arrived = inReceiver.has(record.number);
    if (!arrived && letter === undefined) lost.push(record);
    if (arrived && record.flavour !== 'plain')
      misplaced.push(`${place(record)}: ${record.flavour}, and a receiver has it`);
    if (letter === undefined) continue;
    const fits =
      letter.number === record.number &&
      ((record.flavour === 'poison' && letter.code === 6) ||
        (record.flavour === 'oversized' && letter.status === 413));
    if (!fits) {
      misplaced.push(
        `${place(record)}: ${record.flavour}, set aside with ${letter.status}, code ${letter.code}`,
      );
    }
  }
  for (const left of letterAt.keys()) misplaced.push(`${left}: a dead letter of no record`);
  let lostByKafka = 0;
  for (let number = 0; number < written; number++) if (!inLog.has(number)) lostByKafka++;
  return { lost, lostByKafka, misplaced };
}
