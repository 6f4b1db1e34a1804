#!/usr/bin/env node
// Writes the API reference of hec-client into a folder. TypeDoc reads TypeScript 6 at most, the project is built with 7:
// so it has a package of its own.
import { fileURLToPath } from 'node:url';
import { Application } from 'typedoc';

const sources = fileURLToPath(new URL('../../../packages/hec-client/', import.meta.url));
const out = process.argv[2];
if (out === undefined) {
  console.error('Give the folder to write into.');
  process.exit(2);
}

const app = await Application.bootstrapWithPlugins({
  entryPoints: [`${sources}src/index.ts`, `${sources}src/probe/index.ts`, `${sources}src/pino/index.ts`],
  tsconfig: `${sources}tsconfig.json`,
  compilerOptions: { composite: false, isolatedDeclarations: false },
  plugin: ['typedoc-plugin-markdown'],
  out,
  readme: 'none',
  name: '@kafka-splunk/hec-client',
  disableSources: true,
  excludePrivate: true,
  excludeInternal: true,
  excludeExternals: true,
  outputFileStrategy: 'modules',
  hideBreadcrumbs: true,
  hidePageHeader: true,
  parametersFormat: 'table',
  interfacePropertiesFormat: 'table',
  typeDeclarationFormat: 'table',
  logLevel: 'Warn',
  treatWarningsAsErrors: true,
});
const project = await app.convert();
if (project === undefined || app.logger.hasErrors()) process.exit(1);
await app.validate(project);
await app.generateOutputs(project);
process.exitCode = app.logger.hasErrors() || app.logger.hasWarnings() ? 1 : 0;
