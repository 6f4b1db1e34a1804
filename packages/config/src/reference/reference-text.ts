// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the text speaks of ${NAME} in configuration files

/** What stands above the tables. */
export const opening = `# Configuration

<!-- Written by \`pnpm write-docs\` from the key table in packages/config/src/keys. Change it there. -->

One YAML file, given with \`-c\`; without it \`kafka_consumer.yml\` in the working directory. A file of the original
\`kafka-splunk-consumer\` runs as it is: see [migrating.md](migrating.md). Keys marked *new* are not known to the
original.

- **Checked before anything starts.** All problems are told at once, each with line, column and what is expected. An
  unknown key is an error, so a misspelt one is not passed over. The program then ends with exit code 2.
- **Text stays as it is written.** A topic or token like \`0123\` or \`12:30\` needs no quotes. Numbers are plain
  decimals. Booleans are \`true\`, \`false\`, \`yes\`, \`no\`, \`on\`, \`off\`, in any case.
- **Nothing is not given.** A key without a value (\`port:\`, \`port: ""\`, \`port: ~\`) counts as not given.
- **Units.** Times and sizes of new keys carry their unit: \`500ms\`, \`2s\`, \`1m\`; \`512KiB\`, \`4MiB\`, \`1GB\`. The
  original's \`network\` keys stay plain numbers of seconds.
- **Paths** that are relative start in the working directory.
- **Environment.** \`\${NAME}\` in a value is replaced by the variable; \`\${NAME:-default}\` has a default for one that is
  not set or empty; \`$\${\` stands for a plain \`\${\`. A variable that is not set and has no default is a problem. What a
  variable holds is text: it cannot add keys.
- **Secrets** are best kept out of the file: \`token_file\`, \`password_file\` or \`\${NAME}\`. They appear in no message.
- **An old key beside the one that replaces it** (\`topic\` beside \`topics\`, \`token\` beside \`token_file\`) is an error.
- **Editors** complete and check the keys with the JSON Schema that \`kafka-splunk-consumer schema\` prints: save it beside
  the config as \`kafka_consumer.schema.json\`, and begin the config with
  \`# yaml-language-server: $schema=kafka_consumer.schema.json\`.
- \`kafka-splunk-consumer init\` writes a commented file; \`config show\` prints what is in force and where it comes from.
- Anchors, aliases and \`<<\` work. A file may have 1 MiB.`;

/** A file to start from; a test reads it. */
export const exampleFile = `hec:
  host: hec.splunk.example.com
  token_file: /run/secrets/hec-token
  sourcetype: access_combined
  source: hec:nginx
kafka:
  brokers:
    - kafka-1.example.com:9092
    - kafka-2.example.com:9092
  consumer_group: splunk
  topics: [nginx, app-logs]
general:
  workers: auto
routes:
  - topics: [app-logs]
    endpoint: event
    index: apps
    sourcetype: app:json
`;

/** The example in its frame. */
export const example: string = `## Example\n\n\`\`\`yaml\n${exampleFile}\`\`\``;

/** A sentence or two above the table of a section. */
export const sectionWords: Readonly<Record<string, string>> = {
  hec: 'Where the events go.',
  'hec.headers':
    'Metadata from the headers of records, as with `splunk.header.support` of Splunk Connect for Kafka. `headers: true` is ' +
    'short for `headers: {enabled: true}` and looks for its four names. A header that a record has goes before what stands ' +
    'in `index`, `source`, `sourcetype` and `event_host`. See [routing.md](routing.md).',
  'hec.ack':
    'Indexer acknowledgement. `ack: true` is short for `ack: {enabled: true}`. Splunk can lose what it has taken when an ' +
    'indexer crashes; with acknowledgement an offset is committed only when an indexer has said that the events are ' +
    'indexed. Only where the records stand is kept until then; what is not acknowledged in time is read from Kafka again.',
  'hec.tls': 'TLS towards Splunk. Files are read and checked at the start. Not with `use_https: false`.',
  kafka: 'Where the records come from.',
  'kafka.ssl':
    'TLS towards the brokers. Files are read and checked at the start: an unreadable or broken one, a wrong password, ' +
    'or a key that does not belong to its certificate is a problem there.',
  'kafka.sasl':
    'Login to the brokers. A refused login is told and tried again until it is taken; nothing is lost meanwhile.',
  'kafka.sasl.oauth': 'Where tokens for `oauthbearer` come from.',
  network:
    'Waiting after a failure. Each key is honoured where the file has it; without it the default holds, which is made ' +
    'for coming back quickly. Retries never end.',
  'routes[]':
    'A list: topics that go another way than `hec` says. The first route that fits a topic holds. What it leaves out is ' +
    'taken from `hec`; topics without a route go as `hec` says. Placeholders, and what happens where a record has no such ' +
    'thing, are told in [routing.md](routing.md).',
  'routes[].headers': 'As `hec.headers`, for this route, and in place of it.',
  dead_letters: 'Where events go that Splunk refuses for good.',
  admin:
    'The server for status, metrics and the live page: `/`, `/status.json`, `/history.json`, `/metrics`, `/livez`, ' +
    '`/readyz`. Bound to loopback it answers only to names of loopback, so that no page on the web can read it.',
};

/** What stands below the tables. */
export const closing = `## Codes

What the program says when it does not take a file: \`CONFIG_UNREADABLE\`, \`CONFIG_TOO_LARGE\`, \`CONFIG_ENCODING\`,
\`CONFIG_SYNTAX\`, \`CONFIG_EMPTY\`, \`CONFIG_INVALID\`. See [errors.md](errors.md).`;
