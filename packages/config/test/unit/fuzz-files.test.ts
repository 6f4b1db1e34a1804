import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { type Change, fuzzing, mutated } from '@kafka-splunk/jest-preset/fuzz';
import fc from 'fast-check';
import { isConfigError, parseConfig } from '../../src/index.js';

const SECRET = 'S3CRETxVALUExOFxSOMExLENGTH';

/** A file with most of what a file can have. */
const whole = `# as somebody would write it
hec:
  urls: [https://one.example:8088, "https://two.example:8088"]
  token: ${SECRET}
  endpoint: event
  ack: {enabled: true, timeout: 5m}
  tls:
    ca_file: ca.pem
kafka:
  brokers:
    - one.example:9092
    - two.example:9092
  group: &group to-splunk
  topics: [orders, "/^web-.*/"]
  sasl:
    mechanism: scram-sha-512
    username: me
    password: "${SECRET}"
general:
  memory: 256MiB
  linger: 200ms
  drain_deadline: 25s
dead_letters:
  topic: *group
routes:
  - topics: [orders]
    index: main
    sourcetype: 'order:json'
    time:
      from: $.at
`;
const bytes = Buffer.from(whole);

function tried(text: string): string {
  try {
    const { config, notices } = parseConfig(text, {
      file: 'fuzz.yml',
      env: {},
      readFile: () => Buffer.from('-----BEGIN CERTIFICATE-----'),
    });
    return inspect({ config, notices }, { depth: 9 });
  } catch (error) {
    if (!isConfigError(error)) throw error;
    return [error.message, error.stack, JSON.stringify(error.problems)].join('\n');
  }
}

const change = fc.tuple(fc.nat(5), fc.nat(), fc.nat());
const piece = fc.constantFrom(
  ...['\0', '\ufeff', '\r\n', '\r', '\u2028', '\u0085', '\t', '---\n', '...\n', '&a ', '*a', '<<: *group\n'],
  ...[
    '__proto__:\n  x: 1\n',
    'constructor: {prototype: {x: 1}}\n',
    '!!js/function x',
    '!!binary |\n',
    '? [',
    '}',
    '"',
  ],
  ...[
    '%YAML 9.9\n',
    '|+9\n',
    '>-',
    '[[[[[[',
    '{{{{',
    '- - - - ',
    '1e999',
    '0o9',
    '.nan',
    '9'.repeat(400),
    '=',
    '!<',
  ],
);

describe('a whole file with anything done to it', () => {
  test('is a configuration or a ConfigError, and shows no secret', () => {
    fc.assert(
      fc.property(
        fc.array(change, { maxLength: 3 }),
        fc.array(fc.tuple(fc.nat(whole.length), piece), { maxLength: 3 }),
        (changes, pieces) => {
          let text = mutated(bytes, changes as readonly Change[]).toString();
          for (const [at, put] of pieces) text = text.slice(0, at) + put + text.slice(at);
          const told = tried(text);
          // A change inside a secret, or one that makes it the value of something else, is not looked at here.
          if (
            text.split(SECRET).length !== 3 ||
            !/token: S3.*\n/.test(text) ||
            !/password: "S3.*"\n/.test(text)
          )
            return;
          expect(told).not.toContain(SECRET);
        },
      ),
      fuzzing(100),
    );
  });

  test('as it is, it is a configuration or says what is wrong with it', () => {
    expect(tried(whole)).not.toContain(SECRET);
  });

  test.each([
    ['__proto__ as a section', `${whole}__proto__:\n  polluted: 1\n`],
    ['__proto__ as a key', whole.replace('  memory:', '  __proto__: {polluted: 1}\n  memory:')],
    ['merged in', whole.replace('general:', 'x: &x {__proto__: {polluted: 1}}\ngeneral:\n  <<: *x')],
  ])('prototypes stay as they are: %s', (_, text) => {
    tried(text);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test.each([
    ['one scalar', `hec:\n  token: ${'x'.repeat(1_000_000)}\n`],
    ['one line of brackets', `hec: ${'[],'.repeat(300_000)}`],
    ['one key', `${'k'.repeat(1_000_000)}: 1`],
    ['colons', 'a: '.repeat(300_000)],
    ['quotes', '"'.repeat(1_000_000)],
    ['blanks', `hec:${' '.repeat(1_000_000)}x`],
    ['comments', '#\n'.repeat(500_000)],
    ['ampersands', '&a '.repeat(300_000)],
    ['bars', '|\n'.repeat(500_000)],
    ['question marks', '? '.repeat(500_000)],
    ['flow maps', '{a: '.repeat(250_000)],
    ['documents', '---\n'.repeat(250_000)],
    ['directives', '%A\n'.repeat(300_000)],
    ['carriage returns', '\r'.repeat(1_000_000)],
    ['variables', `hec: ${`\${A}`.repeat(200_000)}`],
  ])('128 KiB of %s end, in bounded memory', (_, text) => {
    const before = process.memoryUsage().heapUsed;
    const cpu = process.cpuUsage();
    expect(tried(text.slice(0, 131_072)).length).toBeLessThan(1_000_000);
    const { user } = process.cpuUsage(cpu);
    // Processor time, not the clock: some seconds on any machine. What grows with the square takes minutes.
    expect(user / 1e6).toBeLessThan(10);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(500_000_000);
  });
});
