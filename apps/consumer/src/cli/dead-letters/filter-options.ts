import { type Command, InvalidArgumentError } from 'commander';
import type { LetterFilter } from '../../dead-letters/letter-filter.js';
import { moment, partitions } from '../option-readers.js';

/** What commander gives for {@link addFilterOptions}. */
export interface FilterOptions {
  readonly topic?: string;
  readonly partition?: number[];
  readonly offset?: { readonly from: number; readonly to: number };
  readonly code?: (number | 'none')[];
  readonly since?: number;
  readonly until?: number;
}

/** Adds the options that choose dead letters. */
export function addFilterOptions(command: Command): Command {
  return command
    .option('--topic <topic>', 'only records of this topic')
    .option('--partition <numbers>', 'only of these partitions: 0,3', partitions)
    .option('--offset <offset>', 'only this offset, or these: 100-200', offsets)
    .option('--code <codes>', 'only refused with these HEC codes: 6,12; none for those without one', codes)
    .option('--since <time>', 'only refused since then: 2026-01-31T08:00:00Z, or 90m, 36h, 7d ago', moment)
    .option('--until <time>', 'only refused before then', moment);
}

/** The filter that the options make. */
export function filterOf({ topic, partition, offset, code, since, until }: FilterOptions): LetterFilter {
  return {
    ...(topic === undefined ? {} : { topic }),
    ...(partition === undefined ? {} : { partitions: partition }),
    ...(offset === undefined ? {} : { offsets: offset }),
    ...(code === undefined ? {} : { codes: code }),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
  };
}

function offsets(text: string): { from: number; to: number } {
  const [, from = '', to = from] = /^(\d{1,15})(?:-(\d{1,15}))?$/.exec(text) ?? [];
  if (from === '' || Number(to) < Number(from)) {
    throw new InvalidArgumentError('an offset is a number, or two: 100-200.');
  }
  return { from: Number(from), to: Number(to) };
}

function codes(text: string): (number | 'none')[] {
  if (!/^(\d{1,3}|none)(,(\d{1,3}|none))*$/.test(text)) {
    throw new InvalidArgumentError('a code is a number, or none; several stand with commas: 6,12.');
  }
  return text.split(',').map((code) => (code === 'none' ? code : Number(code)));
}
