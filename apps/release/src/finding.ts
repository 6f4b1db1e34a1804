/** What one look at one package, or at all of them, came to. */
export interface Finding {
  /** Short, a column of the table: `licence`. */
  readonly check: string;
  /** `note`: fine for a trial, and it would stop a release in CI. */
  readonly status: 'ok' | 'note' | 'failed';
  /** What was found and what to do; empty where there is nothing to say. */
  readonly text: string;
}

/** A finding out of a list of complaints: none is good. */
export function judge(check: string, complaints: readonly string[]): Finding {
  return { check, status: complaints.length === 0 ? 'ok' : 'failed', text: complaints.join('; ') };
}
