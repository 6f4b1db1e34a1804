import { ConfigError, type ConfigErrorCode } from '../problems/config-error.js';
import { decodeUtf8 } from './decode-utf8.js';
import { readBounded, reasonOf } from './read-bounded.js';

/** The most that a configuration file may have, in bytes. */
export const CONFIG_LIMIT: number = 1024 * 1024;

/** The text of a configuration file. @throws ConfigError CONFIG_UNREADABLE, CONFIG_TOO_LARGE, CONFIG_ENCODING */
export function readConfigFile(file: string): string {
  let bytes: Uint8Array;
  try {
    bytes = readBounded(file, CONFIG_LIMIT);
  } catch (error) {
    throw wholeFile(file, 'CONFIG_UNREADABLE', `the configuration file cannot be used: ${reasonOf(error)}`);
  }
  if (bytes.length > CONFIG_LIMIT) throw tooLarge(file);
  const text = decodeUtf8(bytes);
  if (text === undefined) {
    throw wholeFile(file, 'CONFIG_ENCODING', 'the file is not UTF-8 text; save it as UTF-8');
  }
  return text;
}

/** The error for a file that is larger than {@link CONFIG_LIMIT}. */
export function tooLarge(file: string): ConfigError {
  return wholeFile(file, 'CONFIG_TOO_LARGE', 'the file is larger than 1 MiB; is it a configuration file?');
}

/** The error for a problem of the file as a whole. */
export function wholeFile(file: string, code: ConfigErrorCode, text: string): ConfigError {
  const reason = code === 'CONFIG_EMPTY' ? 'missing-key' : code === 'CONFIG_ENCODING' ? 'syntax' : 'file';
  return new ConfigError(code, [{ file, line: 0, column: 0, key: '', reason, text }]);
}
