import { HecError } from './errors.js';

/** What stands in the URL of a request, and so what a batch is keyed by. */
export interface DestinationSpec {
  /** `raw`: bytes as they are, one event a line. `event`: one JSON envelope an event. */
  readonly kind: 'raw' | 'event';
  readonly index?: string;
  readonly source?: string;
  readonly sourcetype?: string;
  readonly host?: string;
  /**
   * Every event in it has an index that came with its data: in its envelope, or in this URL. When Splunk refuses an
   * index (code 7), that is the events' own fault then: they are rejected, and the destination never pauses for it.
   * @defaultValue false
   */
  readonly ownIndex?: boolean;
}

/** A destination known to a client. Ask for it once and keep it: it is the key of the open batch. */
export interface Destination extends DestinationSpec {
  /** Short words for logs: `raw index=main sourcetype=nginx`. */
  readonly label: string;
}

/** The metadata that may stand in a URL, in the order in which it is written. */
export const METADATA_KEYS = ['index', 'source', 'sourcetype', 'host'] as const;

/**
 * Gives equal specs the same object, so that a destination can be compared and kept. It is known for as long as somebody
 * holds it, a caller or a batch: specs that are made of the events themselves may be without number over the years.
 */
export class DestinationRegistry {
  readonly #known = new Map<string, WeakRef<Destination>>();
  readonly #forgotten = new FinalizationRegistry<string>((key) => {
    // A new object may have taken its place since.
    if (this.#known.get(key)?.deref() === undefined) this.#known.delete(key);
  });

  /** Destinations that are known. */
  get size(): number {
    return this.#known.size;
  }

  /** @throws HecError `HEC_OPTION` for a spec that is none. */
  get(spec: DestinationSpec): Destination {
    const key = keyOf(spec);
    const known = this.#known.get(key)?.deref();
    if (known !== undefined) return known;
    const destination = makeDestination(spec);
    this.#known.set(key, new WeakRef(destination));
    this.#forgotten.register(destination, key);
    return destination;
  }
}

function keyOf(spec: DestinationSpec): string {
  const metadata = METADATA_KEYS.map((name) => spec[name] ?? null);
  return JSON.stringify([spec.kind, spec.ownIndex === true, ...metadata]);
}

function makeDestination(spec: DestinationSpec): Destination {
  if (spec.kind !== 'raw' && spec.kind !== 'event') {
    throw new HecError('HEC_OPTION', `a destination's kind must be raw or event, not ${String(spec.kind)}`);
  }
  const words: string[] = [spec.kind];
  const metadata: { [K in (typeof METADATA_KEYS)[number]]?: string } = {};
  for (const name of METADATA_KEYS) {
    const value = spec[name];
    if (value === undefined) continue;
    if (typeof value !== 'string' || value === '') {
      throw new HecError(
        'HEC_OPTION',
        `a destination's ${name} must be a text that is not empty, or be left out`,
      );
    }
    metadata[name] = value;
    words.push(`${name}=${value}`);
  }
  const own = spec.ownIndex === true ? { ownIndex: true } : {};
  if (spec.ownIndex === true && spec.kind === 'event') words.push('(own index)');
  return Object.freeze({ kind: spec.kind, ...metadata, ...own, label: words.join(' ') });
}
