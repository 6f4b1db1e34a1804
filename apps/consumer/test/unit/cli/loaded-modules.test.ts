import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const program = fileURLToPath(new URL('../../../bin/kafka-splunk-consumer.js', import.meta.url));

/** Has Node name every module that it loads, on stderr. */
const hooks = `export async function load(url, context, next) {
  process.stderr.write('loads ' + url + '\\n');
  return next(url, context);
}`;
const register = `import { register } from 'node:module'; register(${JSON.stringify(`data:text/javascript,${encodeURIComponent(hooks)}`)});`;

test('the supervisor loads neither a Kafka client nor an HTTP client: workers speak, it looks after them', () => {
  const loaded = execFileSync(
    '/bin/sh',
    [
      '-c',
      'exec "$0" --import "$1" "$2" --version 2>&1',
      process.execPath,
      `data:text/javascript,${encodeURIComponent(register)}`,
      program,
    ],
    { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } },
  );
  expect(loaded).toContain('/dist/supervisor/supervisor.js');
  expect(loaded).toContain('/dist/admin/admin-server.js');
  for (const name of ['/node_modules/undici/', '/node_modules/kafkajs/', '/dist/worker/pipeline.js']) {
    expect(loaded).not.toContain(name);
  }
});
