import { assembleConfig } from './assemble-config.js';
import { checkEventRules } from './check/check-event-rules.js';
import { checkRoutes } from './check/check-routes.js';
import { checkSasl } from './check/check-sasl.js';
import { crossCheck } from './check/cross-checks.js';
import { noticeBraces } from './check/notice-braces.js';
import { readSection } from './check/read-section.js';
import { usesHttps } from './check/uses-https.js';
import type { Values } from './check/values.js';
import type { LoadedConfig, Notice, TlsFiles } from './config.js';
import type { Environment } from './environment/substitute.js';
import { decodeUtf8 } from './files/decode-utf8.js';
import { type ReadFile, readBounded, reasonOf } from './files/read-bounded.js';
import { readSasl } from './files/read-sasl.js';
import { readSecretFile } from './files/read-secret-file.js';
import { readTls } from './files/read-tls.js';
import * as hec from './keys/hec-keys.js';
import * as kafka from './keys/kafka-keys.js';
import { fileSection } from './keys/section.js';
import { ConfigError, type ConfigErrorCode } from './problems/config-error.js';
import { ProblemList } from './problems/problem-list.js';
import { Secret } from './secret.js';
import { parseYaml } from './yaml/parse-yaml.js';
import type { TreeNode } from './yaml/tree.js';

/** Options of {@link loadConfig}. */
export interface LoadOptions {
  /** Path of the file, absolute or from the working directory; problems are reported under this name. */
  readonly file: string;
  /** Variables for `${NAME}`. @defaultValue process.env */
  readonly env?: Environment;
}

/** Options of {@link parseConfig}. */
export interface ParseOptions extends LoadOptions {
  /**
   * Reads the files that the configuration names (certificates, token, password), at most `limit` + 1 bytes of each;
   * throws an error with a `code` as Node does. @defaultValue the file system
   */
  readonly readFile?: ReadFile;
}

const LIMIT = 1024 * 1024;
const START = { line: 1, column: 1 };

/**
 * Reads and checks a configuration file and the files it names. Touches no network.
 *
 * @throws ConfigError with all problems at once: CONFIG_UNREADABLE, CONFIG_TOO_LARGE, CONFIG_ENCODING, CONFIG_SYNTAX,
 * CONFIG_EMPTY, CONFIG_INVALID
 */
export function loadConfig({ file, env }: LoadOptions): LoadedConfig {
  let bytes: Uint8Array;
  try {
    bytes = readBounded(file, LIMIT);
  } catch (error) {
    throw whole(file, 'CONFIG_UNREADABLE', `the configuration file cannot be used: ${reasonOf(error)}`);
  }
  if (bytes.length > LIMIT) throw tooLarge(file);
  const text = decodeUtf8(bytes);
  if (text === undefined) {
    throw whole(file, 'CONFIG_ENCODING', 'the file is not UTF-8 text; save it as UTF-8');
  }
  return parseConfig(text, { file, ...(env === undefined ? {} : { env }) });
}

/**
 * As {@link loadConfig}, with the text at hand.
 *
 * @param text - YAML
 * @throws ConfigError as `loadConfig` does
 */
export function parseConfig(text: string, options: ParseOptions): LoadedConfig {
  const { file, env = process.env, readFile = readBounded } = options;
  if (text.length > LIMIT) throw tooLarge(file);
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
  noticeBraces(values, (place, key, words) => notices.push({ file, line: place.line, key, text: words }));

  const token = readToken(values, readFile, problems);
  const hecTls = readHecTls(values, readFile, problems);
  const kafkaTls = values.value(kafka.useSsl) ? readTls(values, kafka.ssl, readFile, problems) : undefined;
  const kafkaLogin = readSasl(values, readFile, problems);
  if (!problems.empty || token === undefined) throw new ConfigError('CONFIG_INVALID', problems.sorted());
  return { config: assembleConfig(values, { token, hecTls, kafkaTls, kafkaLogin }), notices };
}

function readTree(text: string, file: string, problems: ProblemList): TreeNode {
  const yaml = parseYaml(text);
  for (const fault of yaml.faults) problems.add(fault);
  if (yaml.broken) throw new ConfigError('CONFIG_SYNTAX', problems.sorted());
  if (yaml.root === undefined || yaml.root.kind === 'nothing') {
    throw whole(file, 'CONFIG_EMPTY', 'the file holds no keys; it needs at least the sections hec and kafka');
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

function tooLarge(file: string): ConfigError {
  return whole(file, 'CONFIG_TOO_LARGE', 'the file is larger than 1 MiB; is it a configuration file?');
}

function whole(file: string, code: ConfigErrorCode, text: string): ConfigError {
  const reason = code === 'CONFIG_EMPTY' ? 'missing-key' : code === 'CONFIG_ENCODING' ? 'syntax' : 'file';
  return new ConfigError(code, [{ file, line: 0, column: 0, key: '', reason, text }]);
}
