import type { Flight } from './ack-book.js';
import type { Ticket } from './endpoint.js';
import type { Lane } from './lane.js';
import type { Part } from './part.js';
import type { Session } from './session.js';
import type { Site } from './site.js';

/** A part on its way, and the way it takes. */
export interface Trip<C> {
  readonly lane: Lane<C>;
  readonly part: Part<C>;
  readonly site: Site<C>;
  readonly session: Session<C>;
  readonly ticket: Ticket;
  /** What the session notes of it. */
  readonly flight: Flight;
}
