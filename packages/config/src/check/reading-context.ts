import type { Environment } from '../environment/substitute.js';
import type { ProblemList } from '../problems/problem-list.js';
import type { Place } from '../yaml/tree.js';

/** What reading needs and fills. */
export interface ReadingContext {
  readonly env: Environment;
  readonly problems: ProblemList;
  /** A key that does nothing any more; called once for each in the file. */
  readonly retired: (place: Place, key: string, text: string) => void;
}
