import type { Config } from '@kafka-splunk/config';
import { createLog, type Log } from './log.js';
import { createLogSink, type LogSink } from './log-sink.js';
import { prettyLine } from './pretty.js';
import { collectSecrets, createScrub } from './redact.js';

/** The log of this process, and its way to stdout. */
export interface ProcessLog {
  readonly log: Log;
  readonly sink: LogSink;
  /** Takes over the level of another config, and keeps its secrets out of every line too. */
  readonly adopt: (config: Config) => void;
}

/**
 * Opens the log of this process on stdout: JSON lines, or text with colours where stdout is a terminal. The config's
 * secrets are kept out of every line.
 *
 * @param fields - fields of every line, beside the process id
 */
export function openProcessLog(config: Config, fields: Record<string, unknown> = {}): ProcessLog {
  const secrets = new Set(collectSecrets(config));
  let scrub = createScrub([...secrets]);
  const pretty = process.stdout.isTTY === true;
  const colour = pretty && (process.env.NO_COLOR ?? '') === '';
  const sink = createLogSink(process.stdout, {
    transform: (line) => (pretty ? prettyLine(scrub(line), { colour }) : scrub(line)),
    dropped: (lines) =>
      `${JSON.stringify({
        level: 'warning',
        time: new Date().toISOString(),
        pid: process.pid,
        ...fields,
        msg: `${lines} lines of the log were dropped: whoever reads stdout stood still`,
      })}\n`,
  });
  const log = createLog({ level: config.logging.level, fields, write: sink.write });
  const adopt = (next: Config): void => {
    for (const secret of collectSecrets(next)) secrets.add(secret);
    scrub = createScrub([...secrets]);
    log.level = next.logging.level;
  };
  return { log, sink, adopt };
}
