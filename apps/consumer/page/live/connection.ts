import type { StatusReport } from '../../src/status/status-report.js';

/** What the page knows of the program. Times are the browser's, milliseconds since the epoch. */
export interface Connection {
  /** The last report that came. */
  readonly report?: StatusReport | undefined;
  /** When something last came, or when the page was opened. */
  readonly heardAt: number;
  /** Why the last question was not answered; undefined when it was. */
  readonly problem?: string | undefined;
}

/** The page is open and has asked nothing yet. */
export function opened(at: number): Connection {
  return { heardAt: at };
}

/** A report came. */
export function answered(report: StatusReport, at: number): Connection {
  return { report, heardAt: at };
}

/** A question was not answered. What was known stays, and so does the time from which on nobody has answered. */
export function unanswered(connection: Connection, problem: string): Connection {
  return { ...connection, problem };
}
