/** What the program is told. */
export interface ProgramConfig {
  readonly urls: readonly string[];
  readonly brokers: readonly string[];
  readonly topics: readonly string[];
  readonly group: string;
  readonly workers: number;
  /** Whether it waits for acknowledgements. */
  readonly ack: boolean;
}

/** When it gives up waiting for an acknowledgement, milliseconds: less than its time to drain, more than any fault lasts. */
export const ackTimeoutMs = 10_000;

/** Bytes that all workers together may hold. */
export const memoryBytes: number = 64 * 1024 * 1024;

/**
 * The config file. The token comes by the environment. `hang_timeout` is longer than a stopped worker's sleep, so that it
 * wakes up as a member that was thrown out, which is the hard case, and is not replaced before.
 */
export function configText({ urls, brokers, topics, group, workers, ack }: ProgramConfig): string {
  return `hec:
  urls: ${JSON.stringify(urls)}
  token: \${CHAOS_TOKEN}
${ack ? `  ack: { enabled: true, poll: 250ms, timeout: ${ackTimeoutMs}ms }\n` : ''}kafka:
  brokers: ${JSON.stringify(brokers)}
  topics: ${JSON.stringify(topics)}
  consumer_group: ${group}
general:
  workers: ${workers}
  memory: ${memoryBytes / 1024 / 1024}MiB
  batch_bytes: 64KiB
  linger: 100ms
  hang_timeout: 30s
logging:
  loglevel: info
admin:
  port: 0
`;
}
