import { createRequire } from 'node:module';
import type { Driver } from './workload.js';
import { TOKEN } from './workload.js';

interface Logger {
  send(context: { message: string }, done: (error: Error | null) => void): void;
}

const { Logger } = createRequire(import.meta.url)('splunk-logging') as {
  Logger: new (options: { url: string; token: string; maxBatchCount: number }) => Logger;
};

/** Splunk's own client, which has no bound of its own: so each batch is waited for. */
const splunkLogging =
  (batch: number): Driver =>
  async ({ url, events, lines }) => {
    const logger = new Logger({ url, token: TOKEN, maxBatchCount: batch });
    for (let sent = 0; sent < events; sent += batch) {
      await new Promise<void>((resolve, reject) => {
        for (let n = sent; n < sent + batch; n++) {
          const message = (lines[n % lines.length] as Buffer).toString();
          const last = n === sent + batch - 1;
          logger.send({ message }, (error) => {
            if (error) reject(error);
            else if (last) resolve();
          });
        }
      });
    }
  };

/** As it comes: a request per event. */
export const splunkLoggingDefault: Driver = splunkLogging(1);

/** With bodies as large as the others'. */
export const splunkLoggingBatched: Driver = splunkLogging(4000);
