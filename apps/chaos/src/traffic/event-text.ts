/** What becomes of an event when all is well. */
export type Flavour = 'plain' | 'poison' | 'oversized';

/** A receiver refuses what holds these bytes. */
export const poisonMarker = 'kind=poison';

/** The largest body that the receivers take, and what an event has that is larger. Bytes. */
export const largestBody = 400_000;
const oversizedBytes = 450_000;
const plainBytes = 220;

/** The text of event `number`. Numbers are given once per run, over all partitions. */
export function eventText(number: number, flavour: Flavour): string {
  const length = flavour === 'oversized' ? oversizedBytes : plainBytes;
  return `chaos n=${String(number).padStart(10, '0')} kind=${flavour} `.padEnd(length, '.');
}

const head = /^chaos n=(\d{10}) kind=(plain|poison|oversized) /;
const headBytes = 40;

/** Reads number and flavour back; undefined for anything else. */
export function readEvent(bytes: Buffer): { readonly number: number; readonly flavour: Flavour } | undefined {
  const found = head.exec(bytes.toString('latin1', 0, Math.min(bytes.length, headBytes)));
  return found === null ? undefined : { number: Number(found[1]), flavour: found[2] as Flavour };
}
