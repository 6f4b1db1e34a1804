/**
 * The words of whatever was thrown. Asked by shape and not by class: an error may come from another realm, where it is no
 * instance of ours.
 */
export function messageOf(thrown: unknown): string {
  return typeof thrown === 'object' && thrown !== null && 'message' in thrown
    ? String(thrown.message)
    : String(thrown);
}
