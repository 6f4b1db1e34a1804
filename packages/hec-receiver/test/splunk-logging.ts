import { createRequire } from 'node:module';

/** What this project uses of Splunk's own client, which has no types. */
export interface SplunkLogger {
  send(
    context: { message: unknown; severity?: string; metadata?: Record<string, unknown> },
    done: (error: (Error & { code?: number }) | null, response: unknown, body: unknown) => void,
  ): void;
  flush(done: (error: Error | null, response: unknown, body: unknown) => void): void;
  error: (error: Error) => void;
}

/** Options of the client, in its own words. */
export interface SplunkLoggerOptions {
  readonly token: string;
  readonly url: string;
  readonly maxBatchCount?: number;
  readonly maxRetries?: number;
}

const { Logger } = createRequire(import.meta.url)('splunk-logging') as {
  Logger: new (options: SplunkLoggerOptions) => SplunkLogger;
};

/** Splunk's own client. */
export function splunkLogger(options: SplunkLoggerOptions): SplunkLogger {
  const logger = new Logger(options);
  logger.error = () => {};
  return logger;
}
