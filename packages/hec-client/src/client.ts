import type { Batch } from './batch/batch.js';
import type { ClientSnapshot } from './delivery-state.js';
import type { Destination, DestinationSpec } from './destination.js';

/** The client, made by {@link createHecClient}. */
export interface HecClient<C> {
  /**
   * The destination of this spec; the same object for equal specs, as long as somebody holds it. There may be any number
   * of them: one that nobody holds, and that has no events, is forgotten.
   *
   * @throws HecError `HEC_OPTION` for a kind other than raw or event, or metadata that is not a text
   */
  destination(spec: DestinationSpec): Destination;
  /**
   * The open batch of a destination; a new one where there is none. Undefined while the byte bound leaves the
   * destination no room: `onRoom` is called when it is worth asking again.
   *
   * @throws HecError `HEC_DESTINATION` for a destination of another client, `HEC_CLOSED` after {@link HecClient.close}
   */
  open(destination: Destination): Batch<C> | undefined;
  /** Seals every open batch now, whatever its age. */
  flush(): void;
  /** Resolves when nothing is held any more, or when the signal aborts. It does not flush. */
  idle(signal?: AbortSignal): Promise<void>;
  /** Ends all waiting and all requests; what has no outcome becomes `unknown`. Safe to call twice. */
  close(): Promise<void>;
  snapshot(): ClientSnapshot;
}
