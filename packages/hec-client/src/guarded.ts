/**
 * Calls a caller's function so that its mistakes do not become ours: what it throws must not end a delivery half way,
 * and must not vanish either. It comes up as an uncaught exception of its own.
 */
export function guarded(call: () => void): void {
  try {
    call();
  } catch (error) {
    setImmediate(() => {
      throw error;
    });
  }
}
