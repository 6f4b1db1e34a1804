import { type EncodedEvent, encodeEvent, isRefusal } from './encode-event.js';
import type { HecEvent, LocalRefusal, PremadeEnvelope } from './hec-event.js';

const EXPONENT = /"time"\s*:\s*-?[\d.]+[eE]/;
// Invalid UTF-8 must be refused, not replaced: the text is sent as it was read.
const decoder = new TextDecoder('utf-8', { fatal: true });

/** Whether an event is an envelope that somebody has written already. */
export function isPremade(event: unknown): event is PremadeEnvelope {
  return typeof event === 'object' && event !== null && 'envelope' in event;
}

/** Checks an envelope that is JSON text already. It goes as it is, but for a time that Splunk could not read. */
export function encodePremade({ envelope }: PremadeEnvelope): EncodedEvent | LocalRefusal {
  let value: unknown;
  let text: string;
  try {
    text = (typeof envelope === 'string' ? envelope : decoder.decode(envelope)).trim();
    value = JSON.parse(text);
  } catch {
    return { code: 6, text: 'not sent: the envelope is not JSON' };
  }
  const encoded = encodeEvent(value);
  if (isRefusal(encoded)) return encoded;
  // JSON allows 1.7e9, Splunk answers it with code 15.
  return EXPONENT.test(text) ? encoded : { text, ownIndex: encoded.ownIndex };
}

/** An envelope in bytes that Splunk will take. */
export interface CheckedEnvelope {
  /** Whether an index stands in it. */
  readonly ownIndex: boolean;
  /** The envelope written anew, where it cannot go as it is: it begins with a byte order mark, or its time is `1.7e9`. */
  readonly rewritten?: Buffer;
}

/** Checks an envelope that is JSON in bytes, as they may be handed to `appendEnvelope` afterwards. */
export function checkEnvelope(envelope: Uint8Array): CheckedEnvelope | LocalRefusal {
  const encoded = encodePremade({ envelope });
  if (isRefusal(encoded)) return encoded;
  const { text, ownIndex } = encoded;
  // A byte order mark is no part of the text, and only there are the bytes others than those of the text.
  const asItIs = envelope[0] !== 0xef && !EXPONENT.test(decoder.decode(envelope));
  return asItIs ? { ownIndex } : { ownIndex, rewritten: Buffer.from(text) };
}

/**
 * Why Splunk would refuse an event, or lose it in silence; undefined when there is no reason known. The size of the
 * event is not looked at.
 */
export function checkEvent(event: HecEvent | PremadeEnvelope): LocalRefusal | undefined {
  const result = isPremade(event) ? encodePremade(event) : encodeEvent(event);
  return isRefusal(result) ? result : undefined;
}
