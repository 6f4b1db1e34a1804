/** What stands in the consumer's config file. */
export interface ConsumerConfig {
  readonly brokers: readonly string[];
  readonly topic: string;
  readonly group: string;
  /** The receiver's address. */
  readonly receiverPort: number;
  readonly token: string;
  readonly deadLetters: string;
}

/** The config file, as an operator would write it. Texts are quoted as JSON, which is YAML too. */
export function consumerConfigText(config: ConsumerConfig): string {
  const text = (value: string): string => JSON.stringify(value);
  return `hec:
  host: 127.0.0.1
  port: ${config.receiverPort}
  use_https: false
  token: ${text(config.token)}
  sourcetype: access_combined
  source: demo
kafka:
  brokers:
${config.brokers.map((broker) => `    - ${text(broker)}`).join('\n')}
  topic: ${text(config.topic)}
  consumer_group: ${text(config.group)}
  initial_offset: earliest
general:
  workers: auto
logging:
  loglevel: info
dead_letters:
  directory: ${text(config.deadLetters)}
admin:
  port: 0
`;
}
