import { spawnSync } from 'node:child_process';
import { channel } from 'node:diagnostics_channel';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { hecChannels } from '@kafka-splunk/hec-client';

const page = readFileSync(new URL('../../../../../docs/tracing.md', import.meta.url), 'utf8');

// In a process of its own, as users load it: resolved from the program's own folder, where the library is.
test('the example of docs/tracing.md makes spans of what is published', () => {
  const [, example = ''] = /```js\n\/\/ tracing\.mjs\n([\s\S]*?)```/.exec(page) ?? [];
  const folder = mkdtempSync(join(fileURLToPath(new URL('../../', import.meta.url)), 'tracing-'));
  try {
    writeFileSync(join(folder, 'tracing.mjs'), example);
    writeFileSync(
      join(folder, 'run.mjs'),
      `
      import { trace } from '@opentelemetry/api';
      import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
      import { createHecClient } from '@kafka-splunk/hec-client';
      import { startReceiver } from '@kafka-splunk/hec-receiver';

      const exporter = new InMemorySpanExporter();
      trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
      await import('./tracing.mjs');

      const receiver = await startReceiver();
      receiver.faults.next(1, { code: 9 });
      let outcome;
      const arrived = new Promise((resolve) => { outcome = resolve; });
      const client = createHecClient({
        urls: [receiver.url], token: () => receiver.token, newContext: () => undefined, onOutcome: () => outcome(),
      });
      const batch = client.open(client.destination({ kind: 'raw' }));
      const line = Buffer.from('hello');
      batch.append(line, 0, line.length);
      client.flush();
      await arrived;
      await client.close();
      await receiver.stop();

      const { channel } = await import('node:diagnostics_channel');
      const told = (kind, event) => channel('kafka-balanced-consumer:' + kind).publish({ groupId: 'g', clientId: 'c', event });
      told('rebalancing', {});
      told('joined', { gained: [1, 2], lost: [], kept: [3] });

      console.log(JSON.stringify(exporter.getFinishedSpans().map(({ name, attributes, status }) => ({ name, attributes, status }))));
      `,
    );
    const { stdout, stderr, status } = spawnSync(process.execPath, [join(folder, 'run.mjs')], {
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const spans = JSON.parse(stdout) as { name: string; attributes: object; status: object }[];
    expect(spans).toEqual([
      {
        name: 'POST /services/collector/raw',
        attributes: expect.objectContaining({
          'http.response.status_code': 503,
          'url.path': '/services/collector/raw',
        }) as unknown,
        status: { code: 2, message: 'HTTP 503' },
      },
      expect.objectContaining({
        attributes: expect.objectContaining({ 'http.response.status_code': 200 }) as unknown,
        status: { code: 0 },
      }),
      expect.objectContaining({
        name: 'rebalance',
        attributes: {
          'messaging.consumer.group.name': 'g',
          'kafka_splunk.partitions.gained': 2,
          'kafka_splunk.partitions.lost': 0,
          'kafka_splunk.partitions.kept': 1,
        },
      }),
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('every channel of the HEC client stands in docs/tracing.md', () => {
  for (const name of Object.values(hecChannels)) expect(page).toContain(`| \`${name}\` |`);
  expect(channel(hecChannels.outcome).hasSubscribers).toBe(false);
});
