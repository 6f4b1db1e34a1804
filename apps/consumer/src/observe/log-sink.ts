import type { Writable } from 'node:stream';

/** Bytes that may wait for a reader of the log that stands still. */
const defaultMaxPending = 1024 * 1024;

/** Where finished lines go. */
export interface LogSink {
  /** Takes one line, newline included. Never throws, never waits. */
  write(line: string): void;
  /** Resolves when everything is out, or after `ms`, or when nobody reads any more. Never rejects. */
  flush(ms: number): Promise<void>;
}

/** Options of {@link createLogSink}. */
export interface LogSinkOptions {
  /** Changes a line before it is written: scrubbing, colours. */
  readonly transform?: (line: string) => string;
  /** @defaultValue 1 MiB */
  readonly maxPendingBytes?: number;
  /** Makes the line that tells how many were dropped. */
  readonly dropped?: (lines: number) => string;
}

/**
 * Writes lines to a stream without ever harming the work: a reader that is gone (EPIPE) or a full disk ends the log and
 * not the program, and a reader that stands still costs lines, counted and told later, and not memory.
 */
export function createLogSink(stream: Writable, options: LogSinkOptions = {}): LogSink {
  const { transform = (line) => line, maxPendingBytes = defaultMaxPending, dropped } = options;
  let broken = false;
  let missing = 0;
  stream.on('error', () => {
    broken = true;
  });
  return {
    write(line) {
      if (broken) return;
      if (stream.writableLength > maxPendingBytes) {
        missing += 1;
        return;
      }
      if (missing > 0 && dropped !== undefined) stream.write(transform(dropped(missing)));
      missing = 0;
      stream.write(transform(line));
    },
    flush(ms) {
      if (broken || stream.writableLength === 0) return Promise.resolve();
      return new Promise((resolve) => {
        const timer = setTimeout(resolve, ms);
        // Also called, with an error, when the stream breaks before.
        stream.write('', () => {
          clearTimeout(timer);
          resolve();
        });
      });
    },
  };
}
