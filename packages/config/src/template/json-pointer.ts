/** Steps that a pointer may have: each one costs memory while a value is looked through. */
const MAX_STEPS = 32;

/**
 * The path of a JSON pointer (RFC 6901): `/a~1b/0` is `['a/b', '0']`. Undefined for what is none, for one that is empty
 * (it would mean the whole value), and for one of more than 32 steps.
 */
export function pointerPath(pointer: string): readonly string[] | undefined {
  if (!pointer.startsWith('/') || /~(?![01])/.test(pointer)) return undefined;
  const steps = pointer.slice(1).split('/');
  if (steps.length > MAX_STEPS) return undefined;
  return steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}
