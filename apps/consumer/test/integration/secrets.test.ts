import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Receiver, startReceiver } from '@kafka-splunk/hec-receiver';
import { type TestKafka, testKafka } from '@kafka-splunk/local-kafka';
import { AdminWindow } from '../fixtures/admin-window.js';
import { configText } from '../fixtures/config-text.js';
import { startApp } from '../fixtures/running-app.js';
import { testTopic } from '../fixtures/topic.js';

const TOKEN = 'deadbeef-5ec2-4e75-8000-0123456789ab';
let kafka: TestKafka;
let receiver: Receiver;
beforeAll(async () => {
  kafka = await testKafka();
  receiver = await startReceiver({ tokens: [{ token: TOKEN }] });
}, 120_000);
afterAll(async () => {
  await receiver.stop();
  await kafka.release();
});

/** What other users of the machine can see of a process, and what it inherited. */
function visible(pid: number): string {
  return ['cmdline', 'environ', 'comm']
    .map((name) => readFileSync(`/proc/${pid}/${name}`, 'utf8'))
    .join('\n');
}

test('the token is seen nowhere: not in logs, pages and metrics through trouble and recovery, not in arguments, not in titles', async () => {
  const topic = await testTopic(kafka.bootstrap, 1);
  const app = startApp({
    config: configText(kafka.bootstrap, receiver, topic).replace('loglevel: info', 'loglevel: debug'),
  });
  try {
    receiver.faults.next(1, { do: 'reset' });
    receiver.faults.next(1, { status: 500, body: `<h1>${TOKEN}</h1>` });
    receiver.tokens.disable(TOKEN);
    await topic.produce(1_000);
    await app.until((line) => line.msg.includes('Token disabled'));
    const admin = await AdminWindow.of(app);
    await admin.until('the page shows it', ({ causes }) =>
      causes.some(({ code }) => code === 'token-refused'),
    );
    const paths = ['', 'status.json', 'history.json', 'metrics', 'readyz', 'page/main.js'];
    const pages = await Promise.all(paths.map(async (path) => await (await admin.get(path)).text()));
    const processes = [app.pid, ...app.workers()].map(visible).join('\n');
    receiver.tokens.enable(TOKEN);
    await app.explain(
      receiver.waitFor(() => receiver.runs.get(topic.run)?.distinct === 1_000, { timeoutMs: 60_000 }),
    );
    app.signal('SIGTERM');
    expect(await app.exited).toBe(0);
    const files = readdirSync(app.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== 'config.yml')
      .map((entry) => readFileSync(`${entry.parentPath}/${entry.name}`, 'utf8'));
    for (const text of [app.printed(), processes, ...pages, ...files]) expect(text).not.toContain(TOKEN);
    expect(app.printed()).toContain('127.0.0.1');
  } finally {
    await app.dispose();
  }
}, 120_000);
