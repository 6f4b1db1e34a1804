/** The header of a mark in a topic; its value is the JSON of {@link markText}. */
export const MARK_HEADER = 'kafka-splunk.replayed';

/** A note that these dead letters were replayed, as it stands in a line of a file and in a record of a topic. */
export function markText(ids: readonly string[], time: number): string {
  return JSON.stringify({ time: new Date(time).toISOString(), replayed: ids });
}

/** Reads a note; undefined where it is none. */
export function readMark(text: string): readonly string[] | undefined {
  try {
    const { replayed } = JSON.parse(text) as { readonly replayed?: unknown };
    const good = Array.isArray(replayed) && replayed.every((id) => typeof id === 'string');
    return good ? (replayed as string[]) : undefined;
  } catch {
    return undefined;
  }
}
