import { readFileSync } from 'node:fs';
import type { Letter } from '../judge/evidence.js';
import { readEvent } from '../traffic/event-text.js';
import type { DeadLetterDisk } from './dead-letter-disk.js';

interface LetterLine {
  readonly partition: number;
  readonly offset: number;
  readonly value: string;
  readonly reason: { readonly code: number | null; readonly status: number | null };
}

/** Reads a folder of dead-letter files as they grow, and notes when each letter was first seen. */
export class LetterWatch {
  readonly #disk: DeadLetterDisk;
  readonly #secret: string;
  readonly #read = new Map<string, number>();
  readonly letters: Letter[] = [];
  /** Whether the secret was in one of them. */
  secretSeen = false;

  constructor(disk: DeadLetterDisk, secret: string) {
    this.#disk = disk;
    this.#secret = secret;
  }

  /** Takes in what has come. A line without its end is left for the next time. */
  look(): void {
    const seenAt = Date.now();
    for (const [name, path] of this.#disk.files()) {
      const text = readFileSync(path, 'utf8');
      const from = this.#read.get(name) ?? 0;
      const end = text.lastIndexOf('\n') + 1;
      this.secretSeen ||= text.includes(this.#secret, from);
      for (const line of text.slice(from, end).split('\n')) if (line !== '') this.#take(line, seenAt);
      this.#read.set(name, end);
    }
  }

  #take(line: string, seenAt: number): void {
    const { partition, offset, value, reason } = JSON.parse(line) as LetterLine;
    this.letters.push({
      partition,
      offset,
      number: readEvent(Buffer.from(value, 'base64'))?.number,
      code: reason.code ?? undefined,
      status: reason.status ?? undefined,
      seenAt,
    });
  }
}
