/** Where a command writes: the process's own streams, or what a test reads. */
export interface Terminal {
  /** Writes an answer to stdout; resolves when it is out. */
  readonly answer: (text: string) => Promise<void>;
  /** Writes a complaint or progress to stderr; resolves when it is out. */
  readonly complain: (text: string) => Promise<void>;
  /** Whether stdout is a terminal: only then is anything redrawn or coloured. */
  readonly interactive: boolean;
  /** Whether stderr is a terminal: only then is progress redrawn there. */
  readonly progress: boolean;
  /** Whether stdout may be coloured: a terminal, and `NO_COLOR` is not set. */
  readonly colour: boolean;
  /** Characters in a line of stdout; 80 where that is not known. */
  readonly columns: number;
}

/** The terminal of this process. */
export function processTerminal(): Terminal {
  const { stdout, stderr } = process;
  const interactive = stdout.isTTY === true;
  return {
    answer: (text) => print(stdout, text),
    complain: (text) => print(stderr, text),
    interactive,
    progress: stderr.isTTY === true,
    colour: interactive && (process.env.NO_COLOR ?? '') === '',
    get columns() {
      return stdout.columns ?? 80;
    },
  };
}

/** Resolves when it is out, or cannot be: a pipe takes its time, and `process.exit` does not wait. */
function print(stream: NodeJS.WriteStream, text: string): Promise<void> {
  return new Promise((resolve) => stream.write(text, () => resolve()));
}
