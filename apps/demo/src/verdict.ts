import type { RunCount } from '@kafka-splunk/hec-receiver';

/** What is known at the end. */
export interface Result {
  readonly produced: number;
  /** Undefined when nothing arrived. */
  readonly run: RunCount | undefined;
  readonly eventsPerSecond: number;
}

/** The end of a demo: what to say before the closing line, the line, and the exit code. */
export interface Verdict {
  readonly notes: readonly string[];
  readonly line: string;
  readonly exitCode: 0 | 1;
}

/** Judges the result. Only a loss is a failure: at least once is the promise. */
export function judge({ produced, run, eventsPerSecond }: Result): Verdict {
  const distinct = run?.distinct ?? 0;
  const duplicated = run?.duplicated ?? 0;
  const lost = produced - distinct;
  const rate = Math.round(eventsPerSecond);
  const notes = [
    'Events/s: distinct events over the time from the first one received to the last one, at the receiver; producer, Kafka, ' +
      'consumer and receiver share this machine.',
  ];
  if (duplicated > 0) {
    notes.push(
      `${duplicated} events came twice. Delivery is at least once: what was sent and not yet committed when a partition ` +
        'moved, a broker failed or a connection broke is sent again, and so is what a broker did not confirm to the producer. ' +
        'Nothing is lost by it.',
    );
  }
  if (lost > 0) {
    const missing =
      run === undefined ? 'all of them' : `the first of them: ${run.firstMissing.join(', ') || distinct}`;
    notes.push(`${lost} events did not arrive (${missing}). That should never be: please report it.`);
  }
  return {
    notes,
    line: `produced ${produced}, received ${distinct} distinct, lost ${lost}, duplicated ${duplicated}, ${rate} events/s`,
    exitCode: lost > 0 ? 1 : 0,
  };
}

/** Distinct events a second at the receiver. A run that came within one millisecond counts as one millisecond. */
export function rateOf(run: RunCount): number {
  return run.distinct / (Math.max(run.lastAt - run.firstAt, 1) / 1000);
}
