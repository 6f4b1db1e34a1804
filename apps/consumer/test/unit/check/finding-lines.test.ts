import { expect, test } from '@jest/globals';
import { failed, ok, skipped } from '../../../src/check/finding.js';
import { closingLine, findingLines } from '../../../src/cli/check/finding-lines.js';

const plain = { colour: false, columns: 80 };
const broker = ok('kafka.broker', 'kafka-1:9092', 'answers in 4 ms');
const token = failed('hec.token', 'https://splunk:8088', 'CHECK_HEC_TOKEN', '403 Invalid token (code 4)');

test('a title where another part begins, and below what is wrong the remedy and the code', () => {
  const printed = [broker, token]
    .map((finding, at, all) => findingLines(finding, all[at - 1], plain))
    .join('');
  expect(printed).toBe(`Kafka
  ok       kafka.broker      kafka-1:9092: answers in 4 ms

Splunk https://splunk:8088
  failed   hec.token         403 Invalid token (code 4)
           -> Compare hec.token (or the file of hec.token_file) with the token
              in Splunk; each tier has its own. [CHECK_HEC_TOKEN]
`);
});

test('nothing is wider than the terminal, but for what was seen', () => {
  for (const columns of [60, 100, 200]) {
    const lines = findingLines(token, broker, { colour: false, columns }).split('\n').slice(3);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
  }
});

test('what was not looked at says why, and counts for nothing', () => {
  const finding = skipped('hec.gzip', 'https://splunk:8088', 'not used (hec.use_compression)');
  expect(findingLines(finding, token, plain)).toBe(
    '  skipped  hec.gzip          not used (hec.use_compression)\n',
  );
  expect(closingLine([broker, token, finding], plain)).toBe('\n1 failed, 1 ok\n');
});

test('colours where they are wanted', () => {
  expect(findingLines(token, broker, { colour: true, columns: 80 })).toContain(
    '\u001b[31mfailed   \u001b[0m',
  );
});
