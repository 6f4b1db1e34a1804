/** What came in, by request. Plain data. */
export interface RequestCounts {
  /** Requests to HEC's paths and to unknown ones; the page's own are not counted. */
  readonly total: number;
  /** Answered with a status from 400 on. */
  readonly refused: number;
  /** Got no whole answer: a fault of the script, or the client went away. */
  readonly unanswered: number;
  /** Being read or decided on, or hanging. */
  readonly open: number;
  readonly byStatus: Readonly<Record<string, number>>;
  /** By HEC code, where the answer had one. */
  readonly byCode: Readonly<Record<string, number>>;
  readonly byPath: Readonly<Record<string, number>>;
}

/** Paths anybody may make up, so only so many are told apart. */
const maxPaths = 50;

/** Counts requests. */
export class RequestTally {
  #total = 0;
  #refused = 0;
  #unanswered = 0;
  #open = 0;
  readonly #byStatus = new Map<string, number>();
  readonly #byCode = new Map<string, number>();
  readonly #byPath = new Map<string, number>();

  began(path: string): void {
    this.#total++;
    this.#open++;
    increase(this.#byPath, this.#byPath.has(path) || this.#byPath.size < maxPaths ? path : 'others');
  }

  answered(status: number, code: number | undefined): void {
    this.#open--;
    if (status >= 400) this.#refused++;
    increase(this.#byStatus, String(status));
    if (code !== undefined) increase(this.#byCode, String(code));
  }

  unanswered(): void {
    this.#open--;
    this.#unanswered++;
  }

  read(): RequestCounts {
    return {
      total: this.#total,
      refused: this.#refused,
      unanswered: this.#unanswered,
      open: this.#open,
      byStatus: Object.fromEntries(this.#byStatus),
      byCode: Object.fromEntries(this.#byCode),
      byPath: Object.fromEntries(this.#byPath),
    };
  }
}

function increase(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
