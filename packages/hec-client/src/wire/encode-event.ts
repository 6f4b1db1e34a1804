import { types } from 'node:util';
import type { LocalRefusal } from './hec-event.js';

/** An envelope, ready to be sent. */
export interface EncodedEvent {
  readonly text: string;
  /** Whether an index stands in it. */
  readonly ownIndex: boolean;
}

const KNOWN: ReadonlySet<string> = new Set([
  'time',
  'host',
  'source',
  'sourcetype',
  'index',
  'event',
  'fields',
]);
const TEXTS = ['host', 'source', 'sourcetype', 'index'] as const;
const DECIMAL = /^\d+(\.\d*)?$/;
// Seconds beyond the year 5000 are milliseconds that somebody forgot to divide.
const MAX_SECONDS = 1e11;
const METRIC = 'metric_name:';

type Result<T> = T | LocalRefusal;

/** Whether something was refused. */
export function isRefusal(value: object): value is LocalRefusal {
  return 'text' in value && !('ownIndex' in value);
}

const refuse = (code: number, text: string): LocalRefusal => ({ code, text: `not sent: ${text}` });

const MILLISECONDS = refuse(
  15,
  'time is in seconds since the epoch, not milliseconds: divide by 1000 or give a Date',
);

/**
 * Writes an event as its envelope, or says why Splunk would not take it.
 *
 * Splunk answers 200 to an unknown key and drops this event and all behind it in the request, so it is worth a look
 * at every key.
 */
export function encodeEvent(value: unknown): Result<EncodedEvent> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuse(6, 'give a text, bytes, or an object with the key event');
  }
  const envelope = value as Readonly<Record<string, unknown>>;
  for (const key in envelope) {
    if (!KNOWN.has(key) && envelope[key] !== undefined) {
      return {
        text: `not sent: Splunk knows no envelope key "${key}" and would lose events in silence; put it into event or fields`,
      };
    }
  }
  let text = '{';
  if (envelope.time !== undefined && envelope.time !== null) {
    const time = timeText(envelope.time);
    if (typeof time !== 'string') return time;
    text += `"time":${time},`;
  }
  for (const key of TEXTS) {
    const held = envelope[key];
    if (held === undefined || held === null) continue;
    if (typeof held !== 'string' || held === '') return refuse(6, `${key} must be a text that is not empty`);
    text += `"${key}":${JSON.stringify(held)},`;
  }
  const fields = fieldsText(envelope.fields, envelope.event === 'metric');
  if (typeof fields !== 'string') return fields;
  const event = eventText(envelope.event);
  if (typeof event !== 'string') return event;
  return {
    text: `${text}${fields}"event":${event}}`,
    ownIndex: typeof envelope.index === 'string',
  };
}

function timeText(time: unknown): Result<string> {
  if (typeof time === 'string') {
    if (!DECIMAL.test(time)) return refuse(15, 'time as a text must be plain decimal seconds');
    return Number(time) >= MAX_SECONDS ? MILLISECONDS : `"${time}"`;
  }
  const seconds = types.isDate(time) ? time.getTime() / 1000 : time;
  if (typeof seconds !== 'number' || !Number.isFinite(seconds) || seconds < 0) {
    return refuse(
      15,
      'time must be a valid Date, or seconds since the epoch as a finite number of 0 or more',
    );
  }
  if (seconds >= MAX_SECONDS) return MILLISECONDS;
  // Splunk refuses scientific notation, in which tiny numbers print.
  const text = String(seconds);
  return text.includes('e') ? '0' : text;
}

function eventText(event: unknown): Result<string> {
  if (event === undefined) return refuse(12, 'the key event is missing');
  if (typeof event === 'string') {
    return event.trim() === ''
      ? refuse(13, 'the event is blank (nothing but white space)')
      : JSON.stringify(event);
  }
  let text: string | undefined;
  try {
    text = JSON.stringify(event);
  } catch {
    return refuse(6, 'the event cannot be written as JSON: it refers to itself, or holds a BigInt');
  }
  if (text === undefined) return refuse(12, 'the event is nothing that JSON knows');
  if (text === 'null' || text === '{}' || text === '[]') return refuse(13, `the event is blank (${text})`);
  return /^"\s*"$/.test(text) ? refuse(13, 'the event is blank (nothing but white space)') : text;
}

/** `"fields":{…},`, or nothing where there are none. */
function fieldsText(fields: unknown, isMetric: boolean): Result<string> {
  if (fields === undefined) return isMetric ? refuse(15, 'a metric needs fields with its measurements') : '';
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) {
    return refuse(15, 'fields must be an object of flat values');
  }
  const record = fields as Readonly<Record<string, unknown>>;
  let metrics = 0;
  for (const name in record) {
    const value = record[name];
    if (value !== undefined && !isFlat(value)) {
      return refuse(15, `field "${name}" must be a text, a finite number, true or false, or a list of texts`);
    }
    if (isMetric && name.startsWith(METRIC)) {
      if (name.length === METRIC.length || typeof value !== 'number') {
        return refuse(15, `the measurement "${name}" must have a name and a number`);
      }
      metrics++;
    }
  }
  if (isMetric && metrics === 0 && !isSingleMetric(record)) {
    return refuse(15, 'a metric needs metric_name and _value, or fields such as "metric_name:cpu.usr": 1');
  }
  return `"fields":${JSON.stringify(record)},`;
}

const isSingleMetric = ({ metric_name: name, _value: value }: Readonly<Record<string, unknown>>): boolean =>
  typeof name === 'string' && name !== '' && typeof value === 'number';

function isFlat(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value === 'string' || typeof value === 'boolean') return true;
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
