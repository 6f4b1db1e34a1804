/**
 * Runs all sources at the same time, and gives what they give: all of the first, then all of the second, each as soon as
 * it can be. The error of a source comes at its place.
 */
export async function* inOrder<T>(sources: readonly AsyncIterable<T>[]): AsyncGenerator<T> {
  const started = sources.map(collect);
  for (const source of started) yield* source;
}

/** Begins at once, and keeps what comes until somebody asks. */
function collect<T>(source: AsyncIterable<T>): AsyncIterable<T> {
  const kept: T[] = [];
  let wake = (): void => {};
  let end: { readonly error?: unknown } | undefined;
  void (async () => {
    try {
      for await (const item of source) {
        kept.push(item);
        wake();
      }
      end = {};
    } catch (error) {
      end = { error };
    }
    wake();
  })();
  return (async function* () {
    for (let at = 0; ; at++) {
      while (at === kept.length && end === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      if (at < kept.length) yield kept[at] as T;
      else if (end !== undefined && 'error' in end) throw end.error;
      else return;
    }
  })();
}
