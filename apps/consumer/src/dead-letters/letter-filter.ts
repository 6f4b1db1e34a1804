import { type DeadLetter, idOf, originOf } from './dead-letter.js';

/** Which dead letters are meant; what is left out does not matter. */
export interface LetterFilter {
  readonly topic?: string;
  readonly partitions?: readonly number[];
  /** Offsets of the records, both ends included. */
  readonly offsets?: { readonly from: number; readonly to: number };
  /** HEC codes; `none` for refusals without one. */
  readonly codes?: readonly (number | 'none')[];
  /** Refused at or after, before; milliseconds since the epoch. */
  readonly since?: number;
  readonly until?: number;
  /** Ids (`orders/3/1234@2026-…`) or origins (`orders/3/1234`). */
  readonly names?: readonly string[];
}

/** Whether a dead letter is meant. */
export function isMeant(
  letter: Omit<DeadLetter, 'key' | 'value' | 'headers'>,
  filter: LetterFilter,
): boolean {
  const { topic, partitions, offsets, codes, since, until, names } = filter;
  const { time, code } = letter.refusal;
  return (
    (topic === undefined || topic === letter.topic) &&
    (partitions === undefined || partitions.includes(letter.partition)) &&
    (offsets === undefined || (letter.offset >= offsets.from && letter.offset <= offsets.to)) &&
    (codes === undefined || codes.includes(code ?? 'none')) &&
    (since === undefined || time >= since) &&
    (until === undefined || time < until) &&
    (names === undefined || names.includes(originOf(letter)) || names.includes(idOf(letter)))
  );
}
