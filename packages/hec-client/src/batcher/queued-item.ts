import type { Batch } from '../batch/batch.js';
import type { Destination } from '../destination.js';
import { type EncodedEvent, encodeEvent, isRefusal } from '../wire/encode-event.js';
import type { LocalRefusal } from '../wire/hec-event.js';
import { encodePremade, isPremade } from '../wire/premade-envelope.js';
import type { BatcherEvent, EventOutcome } from './batcher.js';

/** An event on its way into a batch. */
export interface QueuedItem {
  readonly destination: Destination;
  /** An envelope, or the event's own bytes or text. */
  readonly content: EncodedEvent | Uint8Array | string;
  /** Told once; absent where nobody wants to know. */
  readonly settle: ((outcome: EventOutcome) => void) | undefined;
}

/** Checks an event and writes its envelope; a refusal says why it is not sent. */
export function contentOf(
  event: BatcherEvent,
  destination: Destination,
  maxBytes: number,
): QueuedItem['content'] | LocalRefusal {
  if (typeof event === 'string' || event instanceof Uint8Array) {
    return tooLarge(event, maxBytes) ?? event;
  }
  if (destination.kind === 'raw') {
    return { text: 'not sent: the raw endpoint takes texts and bytes; envelopes go to the event endpoint' };
  }
  const encoded = isPremade(event) ? encodePremade(event) : encodeEvent(event);
  return isRefusal(encoded) ? encoded : (tooLarge(encoded.text, maxBytes) ?? encoded);
}

function tooLarge(text: string | Uint8Array, maxBytes: number): LocalRefusal | undefined {
  // A character is 3 bytes at most, so short texts need no counting.
  if (text.length * 3 <= maxBytes) return undefined;
  const bytes = typeof text === 'string' ? Buffer.byteLength(text) : text.length;
  return bytes <= maxBytes
    ? undefined
    : { text: `not sent: the event has ${bytes} bytes, more than maxEventBytes (${maxBytes})` };
}

const FIRST_SCRATCH = 64 * 1024;
const KEPT_SCRATCH = 1024 * 1024;

/** Writes items into batches through one buffer of its own: a text becomes bytes without garbage. */
export class ItemWriter {
  #scratch: Buffer = Buffer.allocUnsafeSlow(FIRST_SCRATCH);

  /** Appends an item; answers its number in the batch, or -1 when the batch takes no more. */
  write(batch: Batch<unknown>, { content }: QueuedItem): number {
    if (content instanceof Uint8Array) {
      const bytes = Buffer.isBuffer(content)
        ? content
        : Buffer.from(content.buffer, content.byteOffset, content.length);
      return batch.append(bytes, 0, bytes.length);
    }
    const text = typeof content === 'string' ? content : content.text;
    const scratch = this.#room(text.length * 3);
    const length = scratch.write(text);
    return typeof content === 'string'
      ? batch.append(scratch, 0, length)
      : batch.appendEnvelope(scratch, 0, length, content.ownIndex);
  }

  #room(bytes: number): Buffer {
    if (bytes <= this.#scratch.length) return this.#scratch;
    const larger = Buffer.allocUnsafeSlow(bytes);
    if (bytes <= KEPT_SCRATCH) this.#scratch = larger;
    return larger;
  }
}
