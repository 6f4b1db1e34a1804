import { type LogFn, pino, stdTimeFunctions } from 'pino';

/** The levels of the original, lowest first. */
export type LogLevel = 'debug' | 'info' | 'warning' | 'error' | 'critical';

/**
 * Structured log: `log.info({ partition: 3 }, 'words for people')`. An error goes under `err`. Never hand over a
 * whole config object.
 */
export interface Log extends Readonly<Record<LogLevel, LogFn>> {
  /** A log whose lines all carry these fields. */
  child(fields: Record<string, unknown>): Log;
  /** Whether lines of this level are written. */
  isLevelEnabled(level: LogLevel): boolean;
}

/** A log whose level can be changed. Children that exist already keep theirs. */
export interface AdjustableLog extends Log {
  /** One of {@link LogLevel}. */
  level: string;
}

/** Options of {@link createLog}. */
export interface LogOptions {
  /** Lines below it are not written. */
  readonly level: LogLevel;
  /** Fields of every line, beside `time`, `level`, `pid` and `msg`. */
  readonly fields?: Record<string, unknown>;
  /** Takes one finished line of JSON with its newline. */
  readonly write: (line: string) => void;
}

/** Makes the log: one line of JSON per entry, time in UTC. */
export function createLog(options: LogOptions): AdjustableLog {
  return pino<LogLevel, true>(
    {
      level: options.level,
      customLevels: { debug: 20, info: 30, warning: 40, error: 50, critical: 60 },
      useOnlyCustomLevels: true,
      base: { pid: process.pid, ...options.fields },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: options.write },
  );
}
