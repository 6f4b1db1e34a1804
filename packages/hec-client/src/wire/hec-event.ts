/** What a field can hold: flat values only. Splunk refuses nested ones with code 15. */
export type HecFieldValue = string | number | boolean | readonly string[];

/** An event with its metadata: Splunk's envelope. What is left out is taken from the destination, or the token. */
export interface HecEvent {
  /** Anything that is JSON and not blank. Splunk refuses `''`, white space, `null`, `[]` and `{}` with code 13. */
  readonly event: unknown;
  /**
   * A `Date`; or seconds since the epoch, as a number or a decimal text such as `'1700000000.123'`.
   * @defaultValue when Splunk took it, or what the sourcetype finds in the text
   */
  readonly time?: Date | number | string;
  readonly host?: string;
  readonly source?: string;
  readonly sourcetype?: string;
  readonly index?: string;
  /** Indexed fields; for metrics the measurements and dimensions, see {@link multiMetric}. */
  readonly fields?: Readonly<Record<string, HecFieldValue>>;
}

/** An envelope that is JSON text already. It is checked like any other event, and goes as it is written. */
export interface PremadeEnvelope {
  readonly envelope: string | Uint8Array;
}

/** Why an event is not sent. */
export interface LocalRefusal {
  /** The code that Splunk would answer with; none where it would answer 200 and lose the event. */
  readonly code?: number;
  readonly text: string;
}
