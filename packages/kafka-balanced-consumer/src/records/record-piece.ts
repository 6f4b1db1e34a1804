import type { ConsumerError } from '../errors.js';
import type { BatchContent } from './column-batch.js';

/** A stretch of what was fetched from one partition. */
export type RecordPiece =
  | { readonly kind: 'records'; readonly content: BatchContent }
  /** Offsets up to `endOffset` hold no records for us: control records, aborted transactions, compacted ones. */
  | { readonly kind: 'passed'; readonly endOffset: number }
  /** What comes next cannot be read. Nothing follows. */
  | { readonly kind: 'unreadable'; readonly error: ConsumerError };
