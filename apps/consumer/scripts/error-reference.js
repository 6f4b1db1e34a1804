// Renders docs/errors.md from the tables of all packages. A unit test fails when the committed page differs.
import { configErrorCodes } from '@kafka-splunk/config';
import { hecErrorCodes } from '@kafka-splunk/hec-client';
import { receiverErrorCodes } from '@kafka-splunk/hec-receiver';
import { consumerErrorCodes } from '@kafka-splunk/kafka-balanced-consumer';
import { appErrorCodes } from '../dist/error-codes.js';

const parts = [
  [
    'kafka-splunk-consumer',
    'The program. A `SETUP_` code ends it with exit code 2; so does a `REPLAY_` code, before anything was sent; a `WORKER_` code ends one worker, and a new one takes its place.',
    appErrorCodes,
  ],
  [
    '@kafka-splunk/config',
    'The configuration file. The message lists every problem with its line; the exit code is 2.',
    configErrorCodes,
  ],
  ['@kafka-splunk/kafka-balanced-consumer', 'Kafka.', consumerErrorCodes],
  [
    '@kafka-splunk/hec-client',
    'The HEC client. What Splunk answers is never thrown: it comes as an outcome or a state, with the code of Splunk.',
    hecErrorCodes,
  ],
  ['@kafka-splunk/hec-receiver', 'The receiver, for tests and for your desk.', receiverErrorCodes],
];

/** The text of docs/errors.md. */
export function renderErrorReference() {
  const sections = parts.map(([name, words, codes]) => {
    const rows = Object.entries(codes).map(
      ([code, { meaning, remedy }]) => `| \`${code}\` | ${meaning} | ${remedy} |`,
    );
    return `## ${name}\n\n${words}\n\n| code | what it means | what to do |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
  });
  return `# Error codes\n\nWritten from the tables in the code; a test holds them together. Codes are stable: match them, not the words.\n\n${sections.join('\n')}`;
}
