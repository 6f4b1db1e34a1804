import { kcatReader, type Reader } from '../consume/readers.js';
import type { Row } from '../road/rows.js';
import { openTelemetryRows } from './open-telemetry.js';

/** Other programs that can be measured here, and in words those that cannot. */
export interface Peers {
  readonly rows: readonly Row[];
  /** Readers that send nothing anywhere: for scale. */
  readonly readers: readonly Reader[];
  readonly missing: readonly string[];
}

/** Nothing but the program and the bare loop. */
export const noPeers: Peers = { rows: [], readers: [], missing: [] };

/** Looks for other programs, and builds what has to be built. Never throws: what is missing is said. */
export async function findPeers(say: (line: string) => void): Promise<Peers> {
  const finds = await Promise.allSettled([openTelemetryRows(say)]);
  const kcat = kcatReader();
  return {
    readers: kcat === undefined ? [] : [kcat],
    rows: finds.flatMap((find) => (find.status === 'fulfilled' ? find.value : [])),
    missing: [
      ...finds.flatMap((find) => (find.status === 'rejected' ? (find.reason as Error).message : [])),
      ...(kcat === undefined ? ['kcat: it is not installed'] : []),
    ],
  };
}
