import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { forkReceiver, type ReceiverProcess } from '@kafka-splunk/hec-receiver';
import { EmptyProject } from '@kafka-splunk/jest-preset/empty-project';
import { readmeExamples } from './readme-examples.js';

const project = new EmptyProject(fileURLToPath(new URL('../../..', import.meta.url)));
let receiver: ReceiverProcess;

beforeAll(async () => {
  receiver = await forkReceiver();
  await project.install();
}, 120_000);
afterAll(async () => {
  project.remove();
  await receiver.stop();
});

const page = readFileSync(fileURLToPath(new URL('../../../README.md', import.meta.url)), 'utf8');
const examples = readmeExamples(page);
const programs = examples.filter(({ language }) => language === 'ts');
const accepted = async (): Promise<number> => (await receiver.read()).accepted.events;

it('brings undici, and nothing else', () => {
  expect(project.installed()).toEqual([{ name: 'undici', hasInstallScript: false }]);
});

it('is loaded by import and by require', async () => {
  const names = "Object.keys(m).filter((n) => n.startsWith('create')).join()";
  const imported = `const m = await import('@kafka-splunk/hec-client'); console.log(${names})`;
  const required = `const m = require('@kafka-splunk/hec-client'); console.log(${names})`;
  const expected = 'createHecBatcher,createHecClient\n';
  expect(await project.node(['--input-type=module', '-e', imported])).toBe(expected);
  expect(await project.node(['--input-type=commonjs', '-e', required])).toBe(expected);
  const transport = "console.log(typeof require('@kafka-splunk/hec-client/pino').default)";
  expect(await project.node(['--input-type=commonjs', '-e', transport])).toBe('function\n');
});

it('has types that resolve, and a package.json that holds', async () => {
  await project.tool('publint', 'src/cli.js', ['--strict']);
  await project.tool('@arethetypeswrong/cli', 'dist/index.js', ['--profile', 'esm-only', '--no-color']);
}, 60_000);

it('the examples of the README compile', async () => {
  const files = programs.map(({ name, code }) => project.write(`${name}.ts`, mended(code)));
  expect(files.length).toBeGreaterThan(5);
  await project.compile(files);
}, 60_000);

it.each(programs)(
  '$name of the README runs',
  async ({ name, code }) => {
    const vault = createServer((_, response) => {
      response.end(JSON.stringify({ data: { data: { token: receiver.token } } }));
    });
    await new Promise<void>((resolve) => vault.listen(0, '127.0.0.1', resolve));
    const before = await accepted();
    const isServer = code.includes('createServer');
    const args = isServer ? ['--input-type=module', '-e', driver(name)] : [`${name}.js`];
    try {
      await project.node(args, {
        HEC_TOKEN: receiver.token,
        VAULT_ADDR: `http://127.0.0.1:${(vault.address() as AddressInfo).port}`,
        PORT: '0',
      });
    } finally {
      vault.closeAllConnections();
      vault.close();
    }
    expect(await accepted()).toBeGreaterThan(before);
  },
  30_000,
);

/** The code with an address that exists. */
function mended(code: string): string {
  return code.replace(/https:\/\/(\w+\.)?splunk\.example\.com:8088/g, (_, region: string | undefined) =>
    region === 'us.' ? receiver.url.replace('127.0.0.1', 'localhost') : receiver.url,
  );
}

/** Runs the server of an example, asks it something, and ends it as a system would. */
function driver(name: string): string {
  return `import { Server } from 'node:http';
const listen = Server.prototype.listen;
Server.prototype.listen = function (...args) {
  this.once('listening', async () => {
    await (await fetch('http://127.0.0.1:' + this.address().port + '/page')).text();
    this.closeAllConnections();
    process.emit('SIGTERM');
  });
  return listen.apply(this, args);
};
await import('${project.folder}/${name}.js');`;
}
