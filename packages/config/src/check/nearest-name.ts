/**
 * The name that was probably meant: the one with the fewest edits (insert, delete, replace, swap of neighbours), if
 * they are few for its length; undefined where none comes near.
 */
export function nearestName(name: string, candidates: Iterable<string>): string | undefined {
  const wanted = normal(name);
  // Nobody means a key of 12 letters with one of a thousand, and the distance takes the product of the lengths.
  if (wanted.length > 64) return undefined;
  let best: string | undefined;
  let fewest = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const edits = distance(wanted, normal(candidate));
    if (edits < fewest && edits <= Math.max(1, Math.floor(candidate.length / 3))) {
      best = candidate;
      fewest = edits;
    }
  }
  return best;
}

/** `useHTTPS` and `use-https` are `use_https` in another hand. */
function normal(name: string): string {
  return name.toLowerCase().replaceAll(/[_\-\s]/g, '');
}

function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const next = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      let edits = Math.min(
        at(last, column) + 1,
        at(next, column - 1) + 1,
        at(last, column - 1) + (same ? 0 : 1),
      );
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) edits = Math.min(edits, at(before, column - 2) + 1);
      next.push(edits);
    }
    before = last;
    last = next;
  }
  return at(last, b.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
