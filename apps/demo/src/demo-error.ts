/** Ends the demo with a message for the user. `lines` are printed below it: the last words of a process, for example. */
export class DemoError extends Error {
  readonly lines: readonly string[];

  constructor(message: string, lines: readonly string[] = []) {
    super(message);
    this.name = 'DemoError';
    this.lines = lines;
  }
}
