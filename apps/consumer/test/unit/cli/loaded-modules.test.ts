import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const program = fileURLToPath(new URL('../../../bin/kafka-splunk-consumer.js', import.meta.url));

const worker = fileURLToPath(new URL('../../../dist/worker/main.js', import.meta.url));

/** Has Node name every module that it loads, on stderr; at once, since newer Nodes end without what a hook has buffered. */
const hooks = `import { writeSync } from 'node:fs';
export async function load(url, context, next) {
  writeSync(2, 'loads ' + url + '\\n');
  return next(url, context);
}`;
const register = `import { register } from 'node:module'; register(${JSON.stringify(`data:text/javascript,${encodeURIComponent(hooks)}`)});`;

/** What Node says while it runs this file, each module that it loads among it. */
function modulesOf(file: string, ...rest: string[]): string {
  const { stdout } = spawnSync(
    '/bin/sh',
    [
      '-c',
      'exec "$0" --import "$@" 2>&1',
      process.execPath,
      `data:text/javascript,${encodeURIComponent(register)}`,
      file,
      ...rest,
    ],
    { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } },
  );
  return stdout;
}

test('the supervisor loads neither a Kafka client nor an HTTP client: workers speak, it looks after them', () => {
  const loaded = modulesOf(program, '--version');
  expect(loaded).toContain('/dist/supervisor/supervisor.js');
  expect(loaded).toContain('/dist/admin/admin-server.js');
  for (const name of ['/node_modules/undici/', '/node_modules/kafkajs/', '/dist/worker/pipeline.js']) {
    expect(loaded).not.toContain(name);
  }
});

test('a worker loads no more of undici than what speaks HTTP/1.1, and has set its flags before', () => {
  const loaded = modulesOf(worker);
  // Modules are run in the order in which they are named first: one behind the other.
  expect(loaded).toMatch(/worker\/baseline-wasm\.js[\s\S]*worker\/pipeline\.js/);
  expect(loaded).toContain('/transport/undici-parts.js');
  for (const name of ['/node_modules/undici/index.js', '/node_modules/undici/lib/web/'])
    expect(loaded).not.toContain(name);
});
