import type { HistoryReport } from '../../src/status/history-report.js';
import type { StatusReport } from '../../src/status/status-report.js';

/** A type that fails to compile when the program's format changes and the page was forgotten. */
const format: StatusReport['format'] & HistoryReport['format'] = 1;

/** A program that takes longer than this to answer counts as silent. */
const patienceMs = 3000;

/** A question without a usable answer; the message is for the page. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** Asks for the status. @throws {@link NoAnswer} */
export function askStatus(): Promise<StatusReport> {
  return ask<StatusReport>('status.json');
}

/** Asks for the last hour. @throws {@link NoAnswer} */
export function askHistory(): Promise<HistoryReport> {
  return ask<HistoryReport>('history.json');
}

async function ask<Report extends { readonly format: number }>(path: string): Promise<Report> {
  const response = await fetch(path, { cache: 'no-store', signal: AbortSignal.timeout(patienceMs) }).catch(
    (error: unknown) => {
      throw new NoAnswer(wasSlow(error) ? `silent for ${patienceMs / 1000} s` : 'cannot be reached');
    },
  );
  if (!response.ok) throw new NoAnswer(`it answers ${response.status} ${response.statusText}`.trim());
  const report = await (response.json() as Promise<Report>).catch(() => {
    throw new NoAnswer('its answer was cut off or is not JSON');
  });
  if (report.format !== format) {
    throw new NoAnswer(`it speaks format ${report.format}, this page format ${format}: reload the page`);
  }
  return report;
}

function wasSlow(error: unknown): boolean {
  return (error as { name?: unknown } | null)?.name === 'TimeoutError';
}
