import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';

/** An event that a receiver took. */
export interface Arrival {
  readonly number: number;
  /** Milliseconds since the epoch, before the receiver answered. */
  readonly at: number;
}

const entryBytes = 16;
/** Stands for an event whose number could not be read: it is nobody's, and that is a fault. */
const unreadable = 0xffff_ffff;

/**
 * What a receiver took, event by event, on the disk before the answer goes out: so it outlives the receiver's SIGKILL,
 * and "taken" is known apart from "answered".
 */
export class JournalWriter {
  readonly #file: number;
  readonly #entry = Buffer.alloc(entryBytes);

  constructor(path: string) {
    this.#file = openSync(path, 'a');
  }

  /** @param number - undefined for an event that is none of ours */
  add(number: number | undefined, at: number): void {
    this.#entry.writeDoubleLE(number ?? unreadable, 0);
    this.#entry.writeDoubleLE(at, 8);
    writeSync(this.#file, this.#entry);
  }

  close(): void {
    closeSync(this.#file);
  }
}

/** Reads a journal; a last entry that is cut off was never answered, and is left out. */
export function readJournal(path: string): { readonly arrivals: Arrival[]; readonly foreign: number } {
  const bytes = readFileSync(path);
  const arrivals: Arrival[] = [];
  let foreign = 0;
  for (let at = 0; at + entryBytes <= bytes.length; at += entryBytes) {
    const number = bytes.readDoubleLE(at);
    if (number === unreadable) foreign++;
    else arrivals.push({ number, at: bytes.readDoubleLE(at + 8) });
  }
  return { arrivals, foreign };
}
