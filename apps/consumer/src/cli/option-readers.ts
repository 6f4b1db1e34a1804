import { InvalidArgumentError } from 'commander';
import { readMoment } from '../replay/moment.js';
import { type Place, placeWords, readPlace } from '../replay/place.js';

// Readers of option values, for commander: each throws InvalidArgumentError, which becomes a usage error with exit code 2.

/** A rate: above 0, up to a million. */
export function perSecond(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 1_000_000)) throw new InvalidArgumentError('it is a number above 0.');
  return value;
}

/** Partitions: `0,3`. */
export function partitions(text: string): number[] {
  if (!/^\d{1,9}(,\d{1,9})*$/.test(text)) {
    throw new InvalidArgumentError('a partition is a number from 0; several stand with commas: 0,3.');
  }
  return text.split(',').map(Number);
}

/** A time. */
export function moment(text: string): number {
  const time = readMoment(text, Date.now());
  if (time === undefined) {
    throw new InvalidArgumentError(
      'a time has its zone (2026-01-31T08:00:00Z), or is so long ago (90m, 36h, 7d).',
    );
  }
  return time;
}

/** A place in a topic. */
export function place(text: string): Place {
  const found = readPlace(text, Date.now());
  if (found === undefined) throw new InvalidArgumentError(`it is ${placeWords}.`);
  return found;
}
