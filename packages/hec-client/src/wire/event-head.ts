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
  /** The envelope's beginning: `{"index":"main",`. */
  readonly bytes: Buffer;
  /** Whether an index stands in it: then a wrong index is the event's fault, not the request's. */
  readonly ownIndex: boolean;
}

/**
 * Encodes the metadata of envelopes. Do it once per kind of event and keep the result.
 *
 * Only the keys that Splunk knows are written: after an unknown one it answers 200 and drops events in silence.
 *
 * @throws HecError `HEC_HEAD` for a value that is not a text, nested fields, or a key that is unknown
 */
export function eventHead(metadata: EventMetadata): EventHead {
  const members: string[] = [];
  for (const [key, value] of Object.entries(metadata)) {
    if (value === undefined) continue;
    if (key === 'fields') members.push(`"fields":${fieldsText(value)}`);
    else if ((METADATA_KEYS as readonly string[]).includes(key)) members.push(memberText(key, value));
    else throw new HecError('HEC_HEAD', `"${key}" is no envelope key that Splunk knows: put it into fields`);
  }
  return {
    bytes: Buffer.from(`{${members.map((member) => `${member},`).join('')}`),
    ownIndex: metadata.index !== undefined,
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
