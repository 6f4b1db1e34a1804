/** How a sink counts the events of a request. */
export interface Tally {
  /** Looks at a piece of a body. */
  chunk(piece: Buffer): void;
  /** The body is complete: events that came with it and were not counted before. */
  end(gzipped: boolean): number;
}

const NEWLINE = 10;

/** Events are lines: newlines are counted. */
export function newlines(): Tally {
  let found = 0;
  return {
    chunk(piece) {
      for (let at = piece.indexOf(NEWLINE); at >= 0; at = piece.indexOf(NEWLINE, at + 1)) found++;
    },
    end() {
      const events = found;
      found = 0;
      return events;
    },
  };
}

/** The last four bytes of a gzip member: the length of what it holds, modulo 2³² (RFC 1952, 2.3.1). */
function unpackedLength(tail: Buffer): number {
  return tail.length < 4 ? 0 : tail.readUInt32LE(tail.length - 4);
}

/**
 * All events are of one length, so the length of a body says how many it holds, and no byte of it is looked at: the
 * cheapest count there is. A body of any other length is an error, not a guess.
 *
 * @param lineBytes - bytes of an event with its newline
 */
export function lengths(lineBytes: number): Tally {
  let total = 0;
  let tail: Buffer = Buffer.alloc(0);
  return {
    chunk(piece) {
      total += piece.length;
      tail = piece.length >= 4 ? piece.subarray(-4) : Buffer.concat([tail, piece]).subarray(-4);
    },
    end(gzipped) {
      const bytes = gzipped ? unpackedLength(tail) : total;
      total = 0;
      const spare = bytes % lineBytes;
      // The last newline of a body may be left out.
      if (spare !== 0 && spare !== lineBytes - 1)
        throw new Error(`a body of ${bytes} bytes does not hold whole events of ${lineBytes}`);
      return Math.round(bytes / lineBytes);
    },
  };
}

/** Events are the numbers from 0 on, one a line: each counts once. */
export class Numbers implements Tally {
  readonly #seen: Uint8Array;
  #rest = '';
  #fresh = 0;
  /** Numbers that came again. */
  repeated = 0;
  /** Lines that are no number of this run. */
  foreign = 0;

  /** @param count - how many there are */
  constructor(count: number) {
    this.#seen = new Uint8Array(count);
  }

  chunk(piece: Buffer): void {
    const lines = (this.#rest + piece.toString('latin1')).split('\n');
    this.#rest = lines.pop() as string;
    for (const line of lines) this.#line(line);
  }

  end(): number {
    if (this.#rest !== '') this.#line(this.#rest);
    this.#rest = '';
    const events = this.#fresh;
    this.#fresh = 0;
    return events;
  }

  #line(line: string): void {
    const number = Number(line);
    if (line === '' || !Number.isInteger(number) || number < 0 || number >= this.#seen.length) this.foreign++;
    else if (this.#seen[number] === 1) this.repeated++;
    else {
      this.#seen[number] = 1;
      this.#fresh++;
    }
  }
}
