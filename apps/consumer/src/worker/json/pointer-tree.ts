/** A step of one or several JSON pointers. */
export interface PointerNode {
  /** The step's name in UTF-8, for keys of objects. */
  readonly name: Uint8Array;
  /** The same as text, for keys with escapes in them. */
  readonly text: string;
  /** The step's position, for lists; -1 where it is none. */
  readonly position: number;
  readonly children: readonly PointerNode[];
  /** Number of the pointer that ends here; -1 for none. */
  readonly slot: number;
  /** Numbers of all pointers that end here or below. */
  readonly slots: readonly number[];
}

// RFC 6901: no leading zeros, no sign.
const POSITION = /^(0|[1-9]\d{0,8})$/;

/** The pointers as one tree, so that a value is gone through once for all of them. Paths are those of unescaped steps. */
export function pointerTree(paths: readonly (readonly string[])[]): PointerNode {
  const pointers = paths.map((path, slot) => ({ path, slot }));
  return nodeOf('', pointers, 0);
}

interface Pointer {
  readonly path: readonly string[];
  readonly slot: number;
}

function nodeOf(text: string, pointers: readonly Pointer[], depth: number): PointerNode {
  const below = new Map<string, Pointer[]>();
  let slot = -1;
  for (const pointer of pointers) {
    const step = pointer.path[depth];
    if (step === undefined) {
      slot = pointer.slot;
      continue;
    }
    const siblings = below.get(step);
    if (siblings === undefined) below.set(step, [pointer]);
    else siblings.push(pointer);
  }
  return {
    name: Buffer.from(text),
    text,
    position: POSITION.test(text) ? Number(text) : -1,
    children: [...below].map(([step, inside]) => nodeOf(step, inside, depth + 1)),
    slot,
    slots: pointers.map((pointer) => pointer.slot),
  };
}
