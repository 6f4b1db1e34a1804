/** What was started, to be ended in the opposite order, whatever happens. */
export class UndoStack {
  readonly #steps: (() => Promise<unknown> | unknown)[] = [];

  push(undo: () => Promise<unknown> | unknown): void {
    this.#steps.push(undo);
  }

  /** Takes everything back, once; a step that fails does not keep the others from it, and its error is thrown last. */
  async run(): Promise<void> {
    let failure: unknown;
    for (let step = this.#steps.pop(); step !== undefined; step = this.#steps.pop()) {
      try {
        await step();
      } catch (error) {
        failure ??= error;
      }
    }
    if (failure !== undefined) throw failure;
  }
}
