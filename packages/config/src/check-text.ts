import type { FileParts } from './assemble-config.js';
import { checkDeadLetters } from './check/check-dead-letters.js';
import { checkEventRules } from './check/check-event-rules.js';
import { checkRoutes } from './check/check-routes.js';
import { checkSasl } from './check/check-sasl.js';
import { crossCheck } from './check/cross-checks.js';
import { noticeBraces } from './check/notice-braces.js';
import { noticeUnusedSsl } from './check/notice-unused-ssl.js';
import { readSection } from './check/read-section.js';
import { usesHttps } from './check/uses-https.js';
import type { Values } from './check/values.js';
import type { Notice, TlsFiles } from './config.js';
import { type ReadFile, readBounded } from './files/read-bounded.js';
import { CONFIG_LIMIT, tooLarge, wholeFile } from './files/read-config-file.js';
import { readSasl } from './files/read-sasl.js';
import { readSecretFile } from './files/read-secret-file.js';
import { readTls } from './files/read-tls.js';
import * as hec from './keys/hec-keys.js';
import * as kafka from './keys/kafka-keys.js';
import { fileSection } from './keys/section.js';
import type { ParseOptions } from './load-options.js';
import { ConfigError } from './problems/config-error.js';
import { ProblemList } from './problems/problem-list.js';
import { Secret } from './secret.js';
import { parseYaml } from './yaml/parse-yaml.js';
import type { TreeNode } from './yaml/tree.js';

/** A text that has passed every check. */
export interface CheckedText {
  readonly values: Values;
  readonly files: FileParts;
  readonly notices: readonly Notice[];
}

const START = { line: 1, column: 1 };

/** Reads the keys of a text and the files that it names, and checks all of it. @throws ConfigError with every problem */
export function checkText(text: string, options: ParseOptions): CheckedText {
  const { file, env = process.env, readFile = readBounded } = options;
  if (text.length > CONFIG_LIMIT) throw tooLarge(file);
  const problems = new ProblemList(file, text);
  const root = readTree(text, file, problems);

  const notices: Notice[] = [];
  const retired = (place: { line: number }, key: string, words: string): void => {
    notices.push({ file, line: place.line, key, text: words });
  };
  const values = readSection(root, fileSection, '', START, { env, problems, retired });
  crossCheck(values, problems);
  checkSasl(values, problems);
  checkRoutes(values, problems);
  checkEventRules(values, problems);
  checkDeadLetters(values, problems);
  noticeBraces(values, retired);
  noticeUnusedSsl(values, retired);

  const token = readToken(values, readFile, problems);
  const hecTls = readHecTls(values, readFile, problems);
  const kafkaTls = values.value(kafka.useSsl) ? readTls(values, kafka.ssl, readFile, problems) : undefined;
  const kafkaLogin = readSasl(values, readFile, problems);
  if (!problems.empty || token === undefined) throw new ConfigError('CONFIG_INVALID', problems.sorted());
  return { values, files: { token, hecTls, kafkaTls, kafkaLogin }, notices };
}

function readTree(text: string, file: string, problems: ProblemList): TreeNode {
  const yaml = parseYaml(text);
  for (const fault of yaml.faults) problems.add(fault);
  if (yaml.broken) throw new ConfigError('CONFIG_SYNTAX', problems.sorted());
  if (yaml.root === undefined || yaml.root.kind === 'nothing') {
    throw wholeFile(
      file,
      'CONFIG_EMPTY',
      'the file holds no keys; it needs at least the sections hec and kafka',
    );
  }
  return yaml.root;
}

function readToken(values: Values, readFile: ReadFile, problems: ProblemList): Secret | undefined {
  const token = values.given(hec.token);
  if (token !== undefined) return new Secret(token.value);
  const file = values.given(hec.tokenFile);
  return file && readSecretFile(file, hec.token.kind, readFile, problems);
}

function readHecTls(values: Values, readFile: ReadFile, problems: ProblemList): TlsFiles | undefined {
  if (values.mentioned('hec.tls') === undefined || !usesHttps(values)) return undefined;
  const servername = values.value(hec.servername);
  return {
    ...readTls(values, hec.tls, readFile, problems),
    ...(servername === undefined ? {} : { servername }),
  };
}
