import type { FaultName } from '../plan/fault-kinds.js';
import type { Flavour } from '../traffic/event-text.js';

/** A record of the topic: what had to be delivered. */
export interface LogRecord {
  readonly partition: number;
  readonly offset: number;
  readonly number: number;
  readonly flavour: Flavour;
  /** When it was written, milliseconds since the epoch. */
  readonly writtenAt: number;
}

/** An event that a receiver took, answered or not. */
export interface Taken {
  readonly number: number;
  /** Milliseconds since the epoch, as all times here. */
  readonly at: number;
  /** Which receiver, from 0. */
  readonly receiver: number;
}

/** A dead letter. */
export interface Letter {
  readonly partition: number;
  readonly offset: number;
  readonly number: number | undefined;
  /** HEC code and HTTP status of the refusal. */
  readonly code: number | undefined;
  readonly status: number | undefined;
  /** When it was first seen in its file. */
  readonly seenAt: number;
}

/** What the group had committed. */
export interface CommitSample {
  /** When the broker's answer was here: the commit is not younger. */
  readonly at: number;
  readonly partition: number;
  readonly offset: number;
}

/** A fault as it happened. */
export interface PlayedFault {
  readonly name: FaultName;
  readonly target: number;
  readonly from: number;
  readonly to: number;
  /** Whether the program told its cause while it lasted; only where that is looked for. */
  readonly told?: boolean;
}

/** What was seen of the topic that is deleted and made anew. */
export interface SideEvidence {
  /** Numbers of its first event, of the first one since it was made last, and of the next one to be written. */
  readonly first: number;
  readonly since: number;
  readonly written: number;
  /** The topic as it is in the end. */
  readonly log: readonly LogRecord[];
  /** In the order of time. */
  readonly taken: readonly Taken[];
}

/** Everything that was seen of a run, and nothing that was concluded from it. */
export interface Evidence {
  /** Numbers below this were acknowledged by Kafka. */
  readonly written: number;
  readonly log: readonly LogRecord[];
  /** In the order of time. */
  readonly taken: readonly Taken[];
  /** Events in the receivers that are none of ours. */
  readonly foreign: number;
  readonly letters: readonly Letter[];
  /** In the order of time. */
  readonly commits: readonly CommitSample[];
  readonly faults: readonly PlayedFault[];
  /** Whether the program waited for acknowledgements. */
  readonly ack: boolean;
  readonly side: SideEvidence;
}
