import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isConfigError } from '../../src/index.js';
import { fileAdding, fileWith, parse } from '../config-cases.js';

const SECRET = 'S3CRETxVALUE';

/** Everything that an error can print. */
function printed(text: string): string {
  try {
    const { config, notices } = parse(text);
    return inspect({ config, notices }, { depth: 12, showHidden: true }) + JSON.stringify(config);
  } catch (error) {
    if (!isConfigError(error)) throw error;
    return [error.message, error.stack, JSON.stringify(error.problems), inspect(error, { depth: 12 })].join(
      '\n',
    );
  }
}

describe('no message shows a secret', () => {
  test.each([
    ['a good file', fileWith({ hec: `host: h\n  token: ${SECRET}` })],
    ['a token with a space', fileWith({ hec: `host: h\n  token: Splunk ${SECRET}` })],
    ['a token as a list', fileWith({ hec: `host: h\n  token: [${SECRET}]` })],
    ['a token as list lines', fileWith({ hec: `host: h\n  token:\n    - ${SECRET} x` })],
    ['a token over two lines', fileWith({ hec: `host: h\n  token: |\n    ${SECRET}\n    more` })],
    ['a misspelt token', fileWith({ hec: `host: h\n  tokn: ${SECRET}` })],
    ['an unknown section', fileWith({ heck: `x: ${SECRET}` })],
    ['a token beside token_file', fileWith({ hec: `host: h\n  token: ${SECRET}\n  token_file: /nope` })],
    ['a token twice', fileWith({ hec: `host: h\n  token: ${SECRET}\n  token: ${SECRET}2` })],
    ['a token in one line with the rest', `hec: {host: 1.2.3, token: ${SECRET}}\nkafka: {}\n`],
    ['a token in one line with a misspelt key', `hec: {host: 1.2.3, tkn: ${SECRET}}\nkafka: {}\n`],
    ['a token with a reserved character', fileWith({ hec: `host: h\n  token: @${SECRET}` })],
    ['a token that is an alias', fileWith({ hec: `host: h\n  token: *${SECRET}` })],
    ['a token with a tag', fileWith({ hec: `host: h\n  token: !${SECRET} ${SECRET}` })],
    ['a token without its closing quote', `hec:\n  host: h\n  token: "${SECRET}\n`],
    ['a quote that closes below', `hec:\n  token: "abc\n  ${SECRET}\n  port: "x"\n`],
    ['a token with a bad escape', fileWith({ hec: `host: h\n  token: "\\q${SECRET}"` })],
    ['a token with two colons', fileWith({ hec: `host: h\n  token: a: ${SECRET}` })],
    ['a token behind a tab', `hec:\n\ttoken: ${SECRET}\n`],
    ['a token where its file belongs', fileWith({ hec: `host: h\n  token_file: ${SECRET}` })],
    [
      'a GUID where its file belongs',
      fileWith({ hec: 'host: h\n  token_file: B373AE38-902D-4DFC-87BE-43E0E5D5AB01' }),
    ],
    ['a password', fileAdding({ kafka: `ssl: {use_ssl: on, password: "${SECRET}", cafile: /nope}` })],
    [
      'a password where its file belongs',
      fileAdding({ kafka: `ssl:\n    use_ssl: on\n    password_file: ${SECRET}` }),
    ],
    ['a password as a section', fileAdding({ kafka: `ssl:\n    password: {${SECRET}: 1}` })],
    ['a URL with a password', fileWith({ hec: `host: https://u:${SECRET}@h\n  token: t` })],
    [
      'a broker with a password',
      fileWith({ kafka: `brokers: ["u:${SECRET}@h:1"]\n  consumer_group: g\n  topic: t` }),
    ],
    ['a broker with a password below', fileWith({ kafka: `brokers:\n    - u:${SECRET}@h:1` })],
    ['a Kafka password', fileAdding({ kafka: `sasl: {mechanism: plain, username: u, password: ${SECRET}}` })],
    [
      'a Kafka password without its user',
      fileAdding({ kafka: `sasl: {mechanism: plain, password: ${SECRET}}` }),
    ],
    [
      'a client secret',
      fileAdding({
        kafka: `sasl: {mechanism: oauthbearer, oauth: {token_url: 'https://l/t', client_id: c, client_secret: ${SECRET}}}`,
      }),
    ],
    [
      'a client secret where its file belongs',
      fileAdding({
        kafka: `sasl:\n    mechanism: oauthbearer\n    oauth:\n      token_url: https://l/t\n      client_id: c\n      client_secret_file: ${SECRET}`,
      }),
    ],
    [
      'a token in base64 where its file belongs',
      fileWith({ hec: `host: h\n  token_file: ab/${SECRET}+ef==` }),
    ],
    [
      'a password in base64 where its file belongs, and a slash before it',
      fileAdding({ hec: `tls:\n    password_file: /b${SECRET}+ef==` }),
    ],
    [
      'a token URL with a password',
      fileAdding({ kafka: `sasl: {mechanism: oauthbearer, oauth: {token_url: 'https://u:${SECRET}@l/t'}}` }),
    ],
    [
      'a password in the default of a variable',
      fileWith({ hec: `host: "\${H:-https://u:${SECRET}@h}"\n  token: t` }),
    ],
    ['a password beside a variable', fileWith({ hec: `host: "https://u:${SECRET}@\${H:-h}"\n  token: t` })],
    [
      'a password in the default of a path',
      fileAdding({ kafka: `ssl: {use_ssl: on, cafile: "\${CA:-${SECRET}}"}` }),
    ],
    ['a token in a comment', fileAdding({ hec: `port: x # token was ${SECRET}` })],
  ])('%s', (_, text) => {
    expect(printed(text)).not.toMatch(new RegExp(`${SECRET}|B373AE38`));
  });

  test('property: a file cut, doubled or broken anywhere does not show its token or password', () => {
    const good = fileAdding({ hec: `token_: x\n  port: 1`, kafka: 'ssl:\n    use_ssl: no\n    password: pw' })
      .replace('t0ken', `'${SECRET}1'`)
      .replace('pw', `"${SECRET}2"`);
    const noise = fc.constantFrom(
      '\t',
      '"',
      "'",
      '{',
      '}',
      '[',
      ']',
      ':',
      ': ',
      '\n',
      '\n  ',
      '- ',
      '&a ',
      '*a',
      '!t ',
      '@',
      '%',
      '|',
      '#',
      ',',
    );
    const edit = fc.tuple(fc.nat(good.length), fc.nat(6), noise);
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        let text = good;
        for (const [at, remove, insert] of edits) {
          // The secrets themselves stay whole, or there would be nothing to find.
          const hit = [...text.matchAll(new RegExp(SECRET, 'g'))].some(
            (m) => at < m.index + SECRET.length && at + remove > m.index,
          );
          if (!hit) text = text.slice(0, at) + insert + text.slice(at + remove);
        }
        // Where nothing is left of its key, a secret is an ordinary value.
        fc.pre(/oken: 'S3CRET/.test(text) && /sword: "S3CRET/.test(text));
        expect(printed(text)).not.toContain(SECRET);
      }),
      { numRuns: 2000 },
    );
  });
});
