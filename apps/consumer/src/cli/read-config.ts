import { createReadStream, statSync } from 'node:fs';
import { type LoadedConfig, loadConfig, parseConfig } from '@kafka-splunk/config';

const maxConfigBytes = 1024 * 1024;

/** A config with the very text that it was read from. */
export interface ConfigWithText extends LoadedConfig {
  readonly text: string;
}

/**
 * Reads the config and keeps its text: the workers are handed the text, so that all of them work with the same one, also
 * after a restart and whatever happened to the file meanwhile. It is read once, so that `-c <(command)` works too.
 *
 * @throws `ConfigError` with every problem of the file
 */
export async function readConfig(file: string): Promise<ConfigWithText> {
  const env = process.env;
  const text = await readText(file).catch(() => undefined);
  if (text !== undefined) return { text, ...parseConfig(text, { file, env }) };
  // Knows how to complain about a file that is missing, a folder, or no text.
  loadConfig({ file, env });
  throw new Error(`${file} changed while it was read; start again`);
}

/** Whether this is a file, and no pipe that is empty once it has been read. To be asked before. */
export function canBeReadAgain(file: string): boolean {
  try {
    return statSync(file).isFile();
  } catch {
    // Reading it tells why.
    return false;
  }
}

/** @throws an error of the file system, or a `TypeError` where the bytes are not UTF-8 */
async function readText(file: string): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  // One byte more than a config may have: the reader of the config says that it is too large.
  for await (const chunk of createReadStream(file, { end: maxConfigBytes })) {
    text += decoder.decode(chunk as Buffer, { stream: true });
  }
  return text + decoder.decode();
}
