import { readFileSync } from 'node:fs';
import type { RoadReport } from './result.js';
import { YARDSTICK } from './rows.js';

/** Each row's CPU per event against the bare loop's, both of one run: 2 is half the cost. By the row's key. */
export type Ratios = Readonly<Record<string, number>>;

/** A row may be so much worse than in the committed baseline before it is called a step back. */
const MARGIN = 0.5;

/** The committed ratios. */
export const baselineFile: URL = new URL('../../baseline.json', import.meta.url);

/**
 * The ratios of a run; empty where the yardstick did not run. Events of another size than the yardstick's are another task:
 * they have none.
 */
export function ratiosOf({ results }: Pick<RoadReport, 'results'>): Ratios {
  const bare = results.find(({ key }) => key === YARDSTICK);
  if (bare === undefined) return {};
  return Object.fromEntries(
    results
      .filter(({ key, eventBytes }) => key !== YARDSTICK && eventBytes === bare.eventBytes)
      .map(({ key, cpuPerMillion }) => [key, Number((bare.cpuPerMillion / cpuPerMillion).toFixed(2))]),
  );
}

/** The rows that fell behind the baseline, each in a sentence. Rows that it does not know pass. */
export function stepsBack(now: Ratios, baseline: Ratios): string[] {
  return Object.entries(now).flatMap(([key, ratio]) => {
    const before = baseline[key];
    return before === undefined || ratio >= before * MARGIN
      ? []
      : [`${key}: ${ratio} × the bare loop's thrift, ${before} × in the baseline`];
  });
}

/** Reads the committed ratios. */
export function readBaseline(): Ratios {
  return JSON.parse(readFileSync(baselineFile, 'utf8')) as Ratios;
}
