/** One thing to take back. */
export type Undo = () => Promise<void> | void;

/**
 * What was started, to be ended in the opposite order, once, whatever happens. A step that fails does not keep the others
 * from being taken back.
 */
export class UndoStack {
  readonly #steps: { readonly name: string; readonly undo: Undo }[] = [];

  push(name: string, undo: Undo): void {
    this.#steps.push({ name, undo });
  }

  /** Takes everything back; answers what could not be. */
  async run(): Promise<string[]> {
    const failures: string[] = [];
    for (let step = this.#steps.pop(); step !== undefined; step = this.#steps.pop()) {
      try {
        await step.undo();
      } catch (error) {
        failures.push(`${step.name}: ${(error as { message?: string }).message ?? String(error)}`);
      }
    }
    return failures;
  }
}
