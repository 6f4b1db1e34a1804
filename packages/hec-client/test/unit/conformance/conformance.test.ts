import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { hecReplyCodes } from '../../../src/index.js';
import { observeCode } from './observe-code.js';
import { type Rule, rules } from './rules.js';

const packages = fileURLToPath(new URL('../../../../', import.meta.url));
const page = `${packages}hec-receiver/docs/conformance.md`;

const cell = (text: string): string => text.replaceAll('|', '\\|');
const row = (...cells: string[]): string => `| ${cells.map(cell).join(' | ')} |`;

function ruleTable(list: readonly Rule[]): string {
  return [
    row('Splunk', 'the client', 'shown by'),
    row('---', '---', '---'),
    ...list.map(({ rule, client, tests }) =>
      row(rule, client, tests.map((test) => `\`${test}\``).join('<br>')),
    ),
  ].join('\n');
}

function codeTable(observed: readonly string[]): string {
  return [
    row('code', 'status', 'text', 'the client'),
    row('---', '---', '---', '---'),
    ...observed.map((words, code) => {
      const { status, text } = hecReplyCodes[code]!;
      return row(String(code), String(status), text, words);
    }),
  ].join('\n');
}

describe('conformance', () => {
  it.each(Object.values(rules).flat())('is shown: $rule', ({ tests }) => {
    const missing = tests.filter((test) => {
      const [file, title] = test.split(/: (.*)/s) as [string, string];
      const path = `${packages}${file.replace('/', '/test/')}`;
      return !existsSync(path) || !namesTest(readFileSync(path, 'utf8'), title);
    });
    expect(missing).toEqual([]);
  });

  it('page is what the client does with each code, and what the rules say', async () => {
    const codes = Object.keys(hecReplyCodes).map(Number);
    const observed = await Promise.all(codes.map((code) => observeCode(code)));
    const text = `# Conformance

Written by \`packages/hec-client/test/unit/conformance/conformance.test.ts\`, which fails when this page is stale, or names a
test that does not exist. \`UPDATE_CONFORMANCE=1 pnpm --filter @kafka-splunk/hec-client test:unit -- conformance\` writes it anew.

The receiver plays Splunk's part. What the client does is what the receiver saw it do.

## Codes

The receiver answers a request of three events with the code, once; for 6, 7, 12, 13 and 15 it refuses the second event, each time.

${codeTable(observed)}

${Object.entries(rules)
  .map(([subject, list]) => `## ${subject}\n\n${ruleTable(list)}\n`)
  .join('\n')}`;
    if (process.env.UPDATE_CONFORMANCE !== undefined) writeFileSync(page, text);
    expect(text).toBe(readFileSync(page, 'utf8'));
  });
});

/** Whether a test file has a test or a group with this title. */
function namesTest(source: string, title: string): boolean {
  return ["'", '"', '`'].some((quote) => source.includes(`(${quote}${title}${quote},`));
}
