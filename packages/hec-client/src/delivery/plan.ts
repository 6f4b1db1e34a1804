import type { OutcomeRun } from '../outcome.js';
import { eventAt, isBlankEvent, makePart, type Part, sentEvents } from './part.js';
import type { Refusal, Verdict } from './verdict.js';

/** What follows for the events of a part: some have their outcome, the others are sent again. */
export interface Plan<C> {
  readonly runs: readonly OutcomeRun[];
  /** The events before this one are in (or were refused locally): the runs up to here wait for an acknowledgement. */
  readonly acceptedTo: number;
  readonly again: readonly Part<C>[];
  /** Events in it that Splunk took. */
  readonly delivered: number;
  /** The refusal of the one event that Splunk refused, if it did. */
  readonly refusal?: Refusal;
}

type Settling = Extract<Verdict, { kind: 'delivered' | 'isolate' | 'suspect' | 'refuse-all' | 'halve' }>;

/** Carries a verdict over to the events of a part: each is in exactly one run or one part of the plan. */
export function plan<C>(part: Part<C>, verdict: Settling): Plan<C> {
  const { batch, from, to } = part;
  const range = (first: number, end: number): Part<C>[] =>
    first < end ? [makePart(batch, first, end, part)] : [];
  switch (verdict.kind) {
    case 'delivered':
      return settled(part, from, to, []);
    case 'isolate': {
      const guilty = eventAt(part, verdict.position);
      return refused(part, guilty, verdict.refusal, range(guilty + 1, to));
    }
    case 'suspect': {
      const first = eventAt(part, verdict.first);
      const last = eventAt(part, verdict.last);
      const alone = first === last ? [first] : [first, last];
      // Blank events between the two stay with the first.
      const again = alone.flatMap((event, i) => range(event, alone[i + 1] ?? event + 1));
      // Where the number counts from 0, the first of the two was taken already.
      if (first !== last) again[0]!.ambiguous = true;
      return settled(part, from, first, [...again, ...range(last + 1, to)]);
    }
    case 'refuse-all': {
      const runs = runsOf(part, from, to, 'delivered').map(
        (run): OutcomeRun =>
          run.kind === 'delivered' ? { ...run, kind: 'rejected', ...verdict.refusal } : run,
      );
      return { runs, acceptedTo: from, again: [], delivered: 0, refusal: verdict.refusal };
    }
    case 'halve': {
      const sent = sentEvents(part);
      if (sent <= 1) {
        const guilty = eventAt(part, 0);
        return refused(part, guilty, verdict.refusal, range(guilty + 1, to));
      }
      const middle = eventAt(part, sent >> 1);
      return {
        runs: [],
        acceptedTo: from,
        again: [...range(from, middle), ...range(middle, to)],
        delivered: 0,
      };
    }
  }
}

function settled<C>(part: Part<C>, from: number, to: number, again: readonly Part<C>[]): Plan<C> {
  const runs = runsOf(part, from, to, 'delivered');
  return { runs, acceptedTo: to, again, delivered: countDelivered(runs) };
}

function refused<C>(part: Part<C>, guilty: number, refusal: Refusal, again: readonly Part<C>[]): Plan<C> {
  const before = runsOf(part, part.from, guilty, 'delivered');
  const runs: OutcomeRun[] = [...before, { from: guilty, to: guilty + 1, kind: 'rejected', ...refusal }];
  return { runs, acceptedTo: guilty, again, delivered: countDelivered(before), refusal };
}

const countDelivered = (runs: readonly OutcomeRun[]): number =>
  runs.reduce((sum, run) => (run.kind === 'delivered' ? sum + run.to - run.from : sum), 0);

/** Runs that cover `[from, to)`: the events that were refused locally as rejected, the others as `kind`. */
export function runsOf<C>(
  { batch }: Part<C>,
  from: number,
  to: number,
  kind: 'delivered' | 'acknowledged' | 'unknown',
): OutcomeRun[] {
  if (from >= to) return [];
  if (batch.blanks === 0) return [{ from, to, kind }];
  const runs: OutcomeRun[] = [];
  for (let event = from; event < to; ) {
    const blank = isBlankEvent(batch, event);
    const first = event;
    while (event < to && isBlankEvent(batch, event) === blank) event++;
    runs.push(
      blank
        ? { from: first, to: event, ...blankRejection(batch.destination.kind) }
        : { from: first, to: event, kind },
    );
  }
  return runs;
}

// The codes that Splunk would answer with.
const blankRejection = (kind: 'raw' | 'event'): Pick<OutcomeRun, 'kind' | 'code' | 'text'> =>
  kind === 'raw'
    ? { kind: 'rejected', code: 5, text: 'not sent: the event has no bytes' }
    : { kind: 'rejected', code: 13, text: 'not sent: the event is blank (nothing but white space)' };
