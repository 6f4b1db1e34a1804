// Renders docs/checks.md from the tables of `check`. A unit test fails when the committed page differs.
import { checkCodes } from '../dist/check/check-codes.js';

const parts = [
  ['This machine', 'The config, and the folder of the dead letters.', /^CHECK_(CONFIG_NOTICE|DEAD_LETTERS)$/],
  [
    'Kafka',
    'Brokers, TLS, the login, topics, partitions and the group.',
    /^CHECK_(KAFKA|TOPIC|PARTITIONS|GROUP|OFFSETS|DEAD_LETTER)_/,
  ],
  ['Splunk', 'Each endpoint: its health, the token and what the token is set to.', /^CHECK_HEC_/],
];

const opening = `# What \`check\` finds

Written from the tables in the code; a test holds them together. \`kafka-splunk-consumer check\` prints a line for each thing
it looks at, and below what is wrong the remedy and a code. Codes are stable: match them, not the words. With \`--json\` each
finding has \`check\` (what was looked at), \`subject\`, \`status\` (\`ok\`, \`warning\`, \`failed\`, \`skipped\`), \`code\`, \`found\` and
\`remedy\`.
`;

/** The text of docs/checks.md. */
export function renderCheckReference() {
  const sections = parts.map(([name, words, codes]) => {
    const rows = Object.entries(checkCodes)
      .filter(([code]) => codes.test(code))
      .map(([code, { meaning, remedy }]) => `| \`${code}\` | ${meaning} | ${remedy} |`);
    return `## ${name}\n\n${words}\n\n| code | what it means | what to do |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
  });
  return `${opening}\n${sections.join('\n')}`;
}
