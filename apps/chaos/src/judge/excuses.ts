import { isKill, kindOf } from '../plan/fault-kinds.js';
import { ackTimeoutMs } from '../program/config-text.js';
import type { LogRecord, PlayedFault, Taken } from './evidence.js';

/** An event that was taken, and taken again. */
export interface Twice {
  readonly record: LogRecord;
  readonly first: Taken;
  readonly again: Taken;
}

/** What is known beside it. */
export interface Circumstances {
  /** What was surely committed for a partition at a time. */
  readonly committed: (partition: number, at: number) => number;
  /** Whether the program waited for acknowledgements. */
  readonly ack: boolean;
}

/** The answer that is lost may be to events that were taken a moment before the fault began. */
const answerMs = 500;
/** An event that was taken so long ago may not be acknowledged yet: questions fail too, and are asked again later. */
const unacknowledgedMs = 10_000;
/**
 * So long after its indexer has forgotten them, a session may wait for acknowledgements. Its first request after that gets an
 * id that was there before: the session is given up, and that request sent again by another, though it was taken.
 */
const forgottenMs = ackTimeoutMs + unacknowledgedMs;
/** What a dead worker had sent may be read, or indexed, by a receiver so much later, milliseconds. */
export const inSocketMs = 1_000;
/** A partition is added, or made anew, and the group rebalances when that is noticed: 30 s at most, and the join. */
const membersMoveMs = 40_000;
/** How long a request of a member that has lost the partition may be tried again: Splunk may be in trouble too. */
const lateRequestMs = 15_000;

/**
 * Whether this fault is a reason for the event to be there twice: `likely` where it took the answer, or the member, of just
 * this event; `possible` where it made the group rebalance.
 */
export function excuseOf(
  fault: PlayedFault,
  twice: Twice,
  circumstances: Circumstances,
): 'likely' | 'possible' | undefined {
  const { excuse } = kindOf(fault.name);
  if (excuse === 'nobody' || twice.again.at < fault.from) return undefined;
  if (excuse === 'answer') return lostAnswer(fault, twice, circumstances) ? 'likely' : undefined;
  if (lostWithMember(fault, twice, circumstances)) return 'likely';
  return movedAway(fault, twice, circumstances) ? 'possible' : undefined;
}

/**
 * It was taken by the receiver whose answers, or acknowledgements, were lost. What is indexed later than it was taken may be so in
 * another order: then the repeat is seen first.
 */
function lostAnswer(fault: PlayedFault, { first, again }: Twice, { ack }: Circumstances): boolean {
  const from = fault.from - answerMs - (ack ? unacknowledgedMs : 0);
  const to = fault.to + answerMs + (ack ? forgottenMs : 0);
  const hit = ({ receiver, at }: Taken): boolean => receiver === fault.target && at >= from && at <= to;
  return hit(first) || (ack && hit(again));
}

/**
 * It was in a request, or settled since the last commit, of a member that is lost (invariant 5). Who is killed has delivered
 * it before. Who is stopped holds it while it sleeps, and sends it when it wakes, though others have delivered and committed
 * it meanwhile.
 */
function lostWithMember(fault: PlayedFault, { record, first }: Twice, { committed }: Circumstances): boolean {
  if (record.offset < committed(record.partition, fault.from)) return false;
  if (fault.name === 'stop-worker') return record.writtenAt <= fault.from + answerMs;
  return isKill(fault) && first.at <= fault.to + inSocketMs;
}

/**
 * The group rebalanced, and its partition got another owner, who begins at the commit. While nobody settles the event for
 * the second time no commit passes it, but for the moment in which a request of the earlier owner is tried again.
 */
function movedAway(
  fault: PlayedFault,
  { record, first, again }: Twice,
  { committed }: Circumstances,
): boolean {
  const uncommitted =
    record.offset >= committed(record.partition, Math.max(fault.from, again.at - lateRequestMs));
  return uncommitted && first.at <= fault.to + membersMoveMs;
}
