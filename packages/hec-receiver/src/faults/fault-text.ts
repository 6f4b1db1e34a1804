import { ReceiverError } from '../errors.js';
import type { Fault, RequestMatch } from './fault.js';
import type { Faults } from './fault-script.js';

/** A fault as it was written, ready to be added to a script. */
export interface WrittenFault {
  readonly fault: Fault;
  /** Undefined: every request. */
  readonly times: number | undefined;
  /** Undefined: requests with events. */
  readonly match: RequestMatch | undefined;
}

const connectionFaults = [
  'hang',
  'hang-after-accept',
  'reset',
  'reset-after-read',
  'reset-after-accept',
  'half-answer',
] as const;

const poisonCodes = [6, 7, 12, 13, 15] as const;
const conditions = ['index', 'source', 'sourcetype', 'host', 'endpoint'] as const;

/**
 * Reads a fault from text: `WHAT [xN] [if KEY=VALUE …]`.
 *
 * - `503/9`: status and HEC code; `/9` alone takes the code's status; `503` alone answers as a proxy does
 * - `400/6@7`: with `invalid-event-number` 7
 * - `hang`, `hang-after-accept`, `reset`, `reset-after-read`, `reset-after-accept`, `half-answer`
 * - `slow:250`: 250 ms later; `poison:BAD` or `poison:BAD/13`: refuse events that hold `BAD`
 * - `x3`: the next three requests, else all; `if index=dead`: only those, also by source, sourcetype, host, endpoint
 *
 * Throws RECEIVER_BAD_FAULT.
 */
export function parseFault(text: string): WrittenFault {
  const [, what = '', times, rest] = /^\s*(\S+)(?:\s+x(\d+))?(?:\s+if\s+(.+?))?\s*$/.exec(text) ?? [];
  const fault = parseWhat(what);
  if (fault === undefined) {
    throw new ReceiverError(
      'RECEIVER_BAD_FAULT',
      `Cannot read the fault "${text}". Write for example "503/9 x3", "400/6@7", "reset-after-accept x1", ` +
        '"slow:250", "poison:BAD" or "503/9 if index=dead".',
    );
  }
  return {
    fault,
    times: times === undefined ? undefined : Number(times),
    match: rest === undefined ? undefined : parseConditions(rest, text),
  };
}

/** Adds a written fault to a script. Throws RECEIVER_BAD_FAULT. */
export function addFault(faults: Faults, { fault, times, match }: WrittenFault): void {
  const target = match === undefined ? faults : faults.when(match);
  if (times === undefined) target.always(fault);
  else target.next(times, fault);
}

function parseWhat(what: string): Fault | undefined {
  const connection = connectionFaults.find((name) => name === what);
  if (connection !== undefined) return { do: connection };
  const slow = /^slow:(\d{1,7})$/.exec(what);
  if (slow !== null) return { do: 'slow', ms: Number(slow[1]) };
  const poison = /^poison:(.+?)(?:\/(\d+))?$/.exec(what);
  if (poison !== null) {
    const code = poisonCodes.find((known) => known === Number(poison[2] ?? 6));
    return code === undefined ? undefined : { do: 'poison', marker: poison[1]!, code };
  }
  const answer = /^([1-5]\d\d)?(?:\/(\d{1,2}))?(?:@(\d{1,9}))?$/.exec(what);
  if (answer === null || (answer[1] === undefined && answer[2] === undefined)) return undefined;
  return {
    ...(answer[1] === undefined ? {} : { status: Number(answer[1]) }),
    ...(answer[2] === undefined ? {} : { code: Number(answer[2]) }),
    ...(answer[3] === undefined ? {} : { eventNumber: Number(answer[3]) }),
  };
}

function parseConditions(text: string, whole: string): RequestMatch {
  const wanted = text.split(/\s+/).map((part) => {
    const [, name, value] = /^([a-z]+)=(.+)$/.exec(part) ?? [];
    const key = conditions.find((known) => known === name);
    if (key !== undefined && value !== undefined) return { key, value };
    const message = `Cannot read "${part}" in the fault "${whole}". Write KEY=VALUE with one of ${conditions.join(', ')}.`;
    throw new ReceiverError('RECEIVER_BAD_FAULT', message);
  });
  return (request) =>
    wanted.every(
      ({ key, value }) => (key === 'endpoint' ? request.endpoint : request.metadata[key]) === value,
    ) &&
    (wanted.some(({ key }) => key === 'endpoint') ||
      request.endpoint === 'raw' ||
      request.endpoint === 'event');
}
