import { DestinationCounts } from './counting/destination-counts.js';
import { RunCounts } from './counting/run-counts.js';
import type { ResolvedOptions } from './options.js';
import type { TakenEvents } from './protocol/judge-request.js';
import type { Metadata } from './protocol/metadata.js';

/** An event that was kept because the option `keep` asked for it. */
export interface KeptEvent extends Metadata {
  readonly endpoint: 'raw' | 'event';
  /**
   * The event's bytes. Raw endpoint: as they came. Event endpoint: the text of `event` in UTF-8, or its JSON where it is
   * not a string.
   */
  readonly raw: Buffer;
  /** Indexed fields of the envelope. */
  readonly fields?: Readonly<Record<string, unknown>>;
  /** {@link SeenRequest.id} of the request it came with. */
  readonly request: number;
  /** Its place among the events taken from that request, from 0. */
  readonly position: number;
}

/** A body that was kept. */
export interface KeptBody {
  readonly request: number;
  /** After gzip. */
  readonly body: Buffer;
  /** Events taken from it. */
  readonly events: number;
}

/** What was taken. Plain data. */
export interface AcceptedCounts {
  /** Requests of which at least one event was taken. */
  readonly requests: number;
  readonly events: number;
  /** Bytes of the events: lines without newline on raw, whole envelopes on the event endpoint. */
  readonly bytes: number;
  /** Events answered with 200 and dropped as Splunk drops them (after an unknown key, or `fields` without `event`). */
  readonly silentlyLost: number;
  /** Events not kept because `keepLimit` was reached. */
  readonly notKept: number;
}

/** An event of late, for the page. */
export interface SampleEvent {
  readonly at: number;
  /** At most 400 bytes of it. */
  readonly text: string;
  readonly sourcetype: string | undefined;
}

const sampleSize = 20;
const sampleBytes = 400;

/** The options of a receiver that concern what it takes. */
export type IntakeOptions = Pick<ResolvedOptions, 'keep' | 'keepLimit' | 'onEvent'>;

/** Takes the events of accepted requests: counts them, and keeps those it was told to keep. */
export class Intake {
  readonly runs: RunCounts = new RunCounts();
  readonly destinations: DestinationCounts = new DestinationCounts();
  readonly events: KeptEvent[] = [];
  readonly bodies: KeptBody[] = [];
  readonly sample: SampleEvent[] = [];
  readonly #keep: 'none' | 'events' | 'bodies';
  readonly #keepLimit: number;
  readonly #onEvent: ((event: Buffer) => void) | undefined;
  #requests = 0;
  #events = 0;
  #bytes = 0;
  #silentlyLost = 0;
  #notKept = 0;

  constructor(options: IntakeOptions) {
    this.#keep = options.keep;
    this.#keepLimit = options.keepLimit;
    this.#onEvent = options.onEvent;
  }

  /** Takes the first `count` events of a request. */
  take(request: number, events: TakenEvents, count: number, defaults: Metadata, silentlyLost: number): void {
    this.#silentlyLost += silentlyLost;
    if (count === 0) return;
    const { body, starts, ends, envelopes } = events;
    const now = Date.now();
    this.#requests++;
    this.#events += count;
    for (let i = 0; i < count; i++) {
      const start = starts[i]!;
      const end = ends[i]!;
      this.#bytes += end - start;
      this.runs.add(body, start, end, now);
      if (envelopes !== undefined) this.destinations.add('event', withDefaults(envelopes[i]!, defaults), 1);
    }
    if (envelopes === undefined) this.destinations.add('raw', defaults, count);
    if (this.#keep !== 'none') this.#keepAll(request, events, count, defaults);
    if (this.#onEvent !== undefined) {
      for (let position = 0; position < count; position++) this.#onEvent(eventBytes(events, position));
    }
    this.#show(events, count - 1, defaults, now);
  }

  get accepted(): AcceptedCounts {
    return {
      requests: this.#requests,
      events: this.#events,
      bytes: this.#bytes,
      silentlyLost: this.#silentlyLost,
      notKept: this.#notKept,
    };
  }

  #keepAll(request: number, events: TakenEvents, count: number, defaults: Metadata): void {
    for (let position = 0; position < count; position++) {
      if (this.events.length >= this.#keepLimit) this.#notKept++;
      else this.events.push(kept(events, position, request, defaults));
    }
    if (this.#keep === 'bodies' && this.bodies.length < this.#keepLimit) {
      this.bodies.push({ request, body: events.body, events: count });
    }
  }

  #show(events: TakenEvents, position: number, defaults: Metadata, at: number): void {
    const start = events.starts[position]!;
    const text = events.body.toString('utf8', start, Math.min(events.ends[position]!, start + sampleBytes));
    const sourcetype = events.envelopes?.[position]?.sourcetype ?? defaults.sourcetype;
    if (this.sample.length >= sampleSize) this.sample.shift();
    this.sample.push({ at, text, sourcetype });
  }
}

function withDefaults(envelope: Metadata, defaults: Metadata): Metadata {
  return {
    index: envelope.index ?? defaults.index,
    source: envelope.source ?? defaults.source,
    sourcetype: envelope.sourcetype ?? defaults.sourcetype,
  } as Metadata;
}

function kept(events: TakenEvents, position: number, request: number, defaults: Metadata): KeptEvent {
  const envelope = events.envelopes?.[position];
  const { event: _, ...metadata } = envelope ?? { event: undefined };
  return {
    ...defaults,
    ...metadata,
    endpoint: envelope === undefined ? 'raw' : 'event',
    raw: eventBytes(events, position),
    request,
    position,
  };
}

/** A copy, so that one kept event does not keep a whole body. */
function eventBytes(events: TakenEvents, position: number): Buffer {
  if (events.envelopes === undefined) {
    return Buffer.from(events.body.subarray(events.starts[position], events.ends[position]));
  }
  const { event } = events.envelopes[position]!;
  return Buffer.from(typeof event === 'string' ? event : JSON.stringify(event));
}
