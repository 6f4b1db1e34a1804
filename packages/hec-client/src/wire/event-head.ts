import { toUSVString } from 'node:util';
import { METADATA_KEYS } from '../destination.js';
import { HecError } from '../errors.js';

/** Metadata of an envelope. What is left out is taken from the destination's URL, or from the token. */
export interface EventMetadata {
  readonly index?: string;
  readonly source?: string;
  readonly sourcetype?: string;
  readonly host?: string;
  /** Indexed fields: flat, each a text or a list of texts. Splunk refuses nested ones with code 15. */
  readonly fields?: Readonly<Record<string, string | readonly string[]>>;
}

/** Metadata of an envelope, encoded once and used for many events. Made by {@link eventHead}. */
export interface EventHead {
  /** The envelope's beginning: `{"index":"main",`. With a number, up to its place. */
  readonly bytes: Buffer;
  /** What stands behind the number that each event has; undefined where there is none. */
  readonly behindNumber?: Buffer;
  /** Whether an index stands in it: then a wrong index is the event's fault, not the request's. */
  readonly ownIndex: boolean;
}

/** Options of {@link eventHead}. */
export interface EventHeadOptions {
  /**
   * Name of an indexed field whose value is a whole number of 0 or more that each event brings along (`append`'s
   * `number`): its place in a stream, say. It costs a few digits, where a head of its own would cost an encoding.
   */
  readonly numberField?: string;
}

/**
 * Encodes the metadata of envelopes. Do it once per kind of event and keep the result.
 *
 * Only the keys that Splunk knows are written: after an unknown one it answers 200 and drops events in silence.
 *
 * @throws HecError `HEC_HEAD` for a value that is not a text, nested fields, a key that is unknown, or a number field that
 * `fields` has too
 */
export function eventHead(metadata: EventMetadata, { numberField }: EventHeadOptions = {}): EventHead {
  const members: string[] = [];
  for (const [key, value] of Object.entries(metadata)) {
    if (value === undefined) continue;
    if (key === 'fields') {
      if (numberField === undefined) members.push(`"fields":${fieldsText(value)}`);
      else if (Object.hasOwn(value as object, numberField))
        throw new HecError('HEC_HEAD', `field ${numberField} is the number field already`);
    } else if ((METADATA_KEYS as readonly string[]).includes(key)) members.push(memberText(key, value));
    else throw new HecError('HEC_HEAD', `"${key}" is no envelope key that Splunk knows: put it into fields`);
  }
  const opening = `{${members.map((member) => `${member},`).join('')}`;
  const ownIndex = metadata.index !== undefined;
  if (numberField === undefined) return { bytes: Buffer.from(opening), ownIndex };
  // The number's field is the last one, so that everything before it is written once.
  const others = fieldsText(metadata.fields ?? {}).slice(0, -1);
  const name = JSON.stringify(toUSVString(numberField));
  return {
    bytes: Buffer.from(`${opening}"fields":${others}${others === '{' ? '' : ','}${name}:"`),
    behindNumber: Buffer.from('"},'),
    ownIndex,
  };
}

function memberText(key: string, value: unknown): string {
  if (typeof value !== 'string' || value === '') {
    throw new HecError('HEC_HEAD', `${key} must be a text that is not empty, or be left out`);
  }
  return `"${key}":${JSON.stringify(toUSVString(value))}`;
}

function fieldsText(fields: unknown): string {
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) {
    throw new HecError('HEC_HEAD', 'fields must be an object of texts');
  }
  const members = Object.entries(fields).map(([name, value]: [string, unknown]) => {
    const texts: unknown[] = Array.isArray(value) ? value : [value];
    if (!texts.every((text): text is string => typeof text === 'string')) {
      throw new HecError(
        'HEC_HEAD',
        `field ${name} must be a text or a list of texts: Splunk takes no others`,
      );
    }
    const encoded = texts.map((text) => JSON.stringify(toUSVString(text)));
    return `${JSON.stringify(toUSVString(name))}:${Array.isArray(value) ? `[${encoded.join(',')}]` : encoded[0]}`;
  });
  return `{${members.join(',')}}`;
}
