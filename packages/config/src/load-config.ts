import { assembleConfig } from './assemble-config.js';
import { checkText } from './check-text.js';
import type { LoadedConfig } from './config.js';
import { readConfigFile } from './files/read-config-file.js';
import type { LoadOptions, ParseOptions } from './load-options.js';

/**
 * Reads and checks a configuration file and the files it names. Touches no network.
 *
 * @throws ConfigError with all problems at once: CONFIG_UNREADABLE, CONFIG_TOO_LARGE, CONFIG_ENCODING, CONFIG_SYNTAX,
 * CONFIG_EMPTY, CONFIG_INVALID
 */
export function loadConfig({ file, env }: LoadOptions): LoadedConfig {
  return parseConfig(readConfigFile(file), { file, ...(env === undefined ? {} : { env }) });
}

/**
 * As {@link loadConfig}, with the text at hand.
 *
 * @param text - YAML
 * @throws ConfigError as `loadConfig` does
 */
export function parseConfig(text: string, options: ParseOptions): LoadedConfig {
  const { values, files, notices } = checkText(text, options);
  return { config: assembleConfig(values, files), notices };
}
