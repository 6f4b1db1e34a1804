import { readFileSync } from 'node:fs';
import { type Config, parseConfig } from '@kafka-splunk/config';
import { parse, parseAllDocuments } from 'yaml';

const folder = new URL('../../../deploy/', import.meta.url);

/** The text of a file under `deploy/`. */
export function text(path: string): string {
  return readFileSync(new URL(path, folder), 'utf8');
}

/** A YAML file of one document; what is read from it is looked at loosely, as its own schema is tried elsewhere. */
export function yaml<Shape>(path: string): Shape {
  for (const document of parseAllDocuments(text(path))) {
    const [problem] = [...document.errors, ...document.warnings];
    if (problem !== undefined) throw new Error(`${path}: ${problem.message}`);
  }
  return parse(text(path)) as Shape;
}

/** A config as the program takes it over, with any token. */
export function config(path: string): Config {
  const token = '11111111-2222-3333-4444-555555555555';
  const options = { file: path, env: { HEC_TOKEN: token }, readFile: () => Buffer.from(token) };
  const { config: taken, notices } = parseConfig(text(path), options);
  if (notices.length > 0) throw new Error(`${path}: ${JSON.stringify(notices)}`);
  return taken;
}
