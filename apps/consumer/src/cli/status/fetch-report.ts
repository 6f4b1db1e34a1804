import type { StatusReport } from '../../status/status-report.js';
import { StatusError } from './status-error.js';

const TIMEOUT_MS = 5000;

/**
 * Asks a running program for its report.
 *
 * @throws {@link StatusError} where nobody answers, or something else does
 */
export async function fetchReport(base: string): Promise<StatusReport> {
  const url = new URL('status.json', base.endsWith('/') ? base : `${base}/`);
  const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'error' }).catch(
    (error: unknown) => {
      throw new StatusError(`nobody answers at ${url.origin} (${reasonOf(error)}): does it run?`);
    },
  );
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw new StatusError(`${url} answers with ${response.status}`);
  if (!isReport(body)) {
    throw new StatusError(`what ${url} answers is no status report: is it another program?`);
  }
  if (body.format !== 1) {
    throw new StatusError(`${url} speaks format ${String(body.format)}, and this command 1`);
  }
  return body;
}

/** What the table needs; the rest is ours to trust, since only our program says `format`. */
function isReport(value: unknown): value is StatusReport {
  if (typeof value !== 'object' || value === null || !('format' in value)) return false;
  const report = value as Record<string, unknown>;
  const lists = ['causes', 'workers', 'partitions', 'deliveries'].every((name) =>
    Array.isArray(report[name]),
  );
  const objects = ['program', 'totals', 'rates', 'memory', 'deadLetters'].every(
    (name) => typeof report[name] === 'object' && report[name] !== null,
  );
  return report.format !== 1 || (lists && objects);
}

/** `fetch` hides why in the cause of its error. */
function reasonOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  const { cause, code, name, message } = error as Readonly<Record<string, unknown>>;
  if (typeof cause === 'object' && cause !== null) return reasonOf(cause);
  if (name === 'TimeoutError') return `not within ${TIMEOUT_MS / 1000} s`;
  return String(code ?? message);
}
