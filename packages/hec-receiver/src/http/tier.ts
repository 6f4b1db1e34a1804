import type { IndexerTier } from '../acks/indexer-tier.js';
import type { FaultScript } from '../faults/fault-script.js';
import type { Intake } from '../intake.js';
import type { ResolvedOptions } from '../options.js';
import type { TokenTable } from '../protocol/token-table.js';

/** The state of a receiver that answers depend on. */
export interface Tier {
  readonly options: ResolvedOptions;
  readonly tokens: TokenTable;
  readonly indexers: IndexerTier;
  readonly faults: FaultScript;
  readonly intake: Intake;
}
