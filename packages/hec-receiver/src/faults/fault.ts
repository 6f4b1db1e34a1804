import { statusOfCode } from '../protocol/answer.js';
import type { EndpointName } from '../protocol/endpoint.js';
import type { Metadata } from '../protocol/metadata.js';

/** Answers with a status and code instead of deciding. */
export interface AnswerFault {
  readonly do?: 'answer';
  /** HTTP status. @defaultValue the status Splunk sends with `code` */
  readonly status?: number;
  /** HEC code. Without one the body is a proxy's HTML, not HEC's JSON. */
  readonly code?: number;
  /** @defaultValue Splunk's text for the code */
  readonly text?: string;
  /** Printed as `invalid-event-number`. */
  readonly eventNumber?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent instead of any body made from the above. */
  readonly body?: string;
  /**
   * Which events get in all the same. `before`: those before the one `eventNumber` means.
   * On the ack endpoint `all` uses up the acknowledgements that were asked for; otherwise they stay to be reported.
   * @defaultValue `before` for status 400 with an eventNumber, else `none`
   */
  readonly accept?: 'none' | 'before' | 'all';
}

/** Breaks the connection or keeps silent instead of answering. */
export interface ConnectionFault {
  /**
   * `hang`: reads, takes nothing, never answers. `hang-after-accept`: takes the events, never answers.
   * `reset`: closes the connection before reading. `reset-after-read`: reads all, takes nothing, closes.
   * `reset-after-accept`: takes the events and closes without an answer: the ambiguous case.
   * `half-answer`: takes the events, sends half of the answer, closes.
   */
  readonly do:
    | 'hang'
    | 'hang-after-accept'
    | 'reset'
    | 'reset-after-read'
    | 'reset-after-accept'
    | 'half-answer';
}

/** Answers as it would have, but so many milliseconds later. */
export interface SlowFault {
  readonly do: 'slow';
  readonly ms: number;
}

/** Refuses every event that holds a marker, with its number in the request. Events before it are in. */
export interface PoisonFault {
  readonly do: 'poison';
  /** Bytes to look for (in the whole envelope, on the event endpoint), or a decision of your own. */
  readonly marker: string | Buffer | ((event: Buffer) => boolean);
  /** @defaultValue 6 */
  readonly code?: 6 | 7 | 12 | 13 | 15;
}

/** Something that goes wrong on purpose. */
export type Fault = AnswerFault | ConnectionFault | SlowFault | PoisonFault;

/** A request as it came in, before anything was decided. */
export interface SeenRequest {
  /** Counts from 1. */
  readonly id: number;
  readonly method: string;
  /** Undefined for a path HEC does not have. */
  readonly endpoint: EndpointName | undefined;
  /** Without the query string. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** What the query string says about all events of the request. */
  readonly metadata: Metadata;
}

/** Decides whether a fault is meant for a request. */
export type RequestMatch = (request: SeenRequest) => boolean;

/** Short words for a fault, for the page and the command line. */
export function faultLabel(fault: Fault): string {
  switch (fault.do) {
    case undefined:
    case 'answer': {
      const code = fault.code === undefined ? '' : `/${fault.code}`;
      const number = fault.eventNumber === undefined ? '' : `@${fault.eventNumber}`;
      const status = fault.status ?? statusOfCode(fault.code ?? -1);
      return `${status}${code}${number}`;
    }
    case 'slow':
      return `slow:${fault.ms}`;
    case 'poison':
      return `poison:${typeof fault.marker === 'function' ? 'by function' : String(fault.marker)}`;
    default:
      return fault.do;
  }
}

/** Whether the fault is an answer of its own. */
export function isAnswerFault(fault: Fault | undefined): fault is AnswerFault {
  return fault !== undefined && (fault.do === undefined || fault.do === 'answer');
}

/** Whether the fault leaves the client without a whole answer. */
export function isConnectionFault(fault: Fault | undefined): fault is ConnectionFault {
  return fault !== undefined && !isAnswerFault(fault) && fault.do !== 'slow' && fault.do !== 'poison';
}
