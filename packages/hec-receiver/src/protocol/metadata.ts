/** Where an event goes and what it says about itself: from the query string, or from its envelope. */
export interface Metadata {
  readonly index?: string;
  readonly source?: string;
  readonly sourcetype?: string;
  readonly host?: string;
  /** Epoch seconds as they were written: a number or a numeric text. */
  readonly time?: number | string;
}

/** The metadata of a query string; an empty value counts as none. */
export function metadataOfQuery(query: URLSearchParams): Metadata {
  const metadata: Record<string, string> = {};
  for (const key of ['index', 'source', 'sourcetype', 'host', 'time'] as const) {
    const value = query.get(key);
    if (value !== null && value !== '') metadata[key] = value;
  }
  return metadata;
}
