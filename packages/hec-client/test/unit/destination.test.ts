import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from '@jest/globals';
import { DestinationRegistry } from '../../src/destination.js';
import { RecordedClient } from './recorded-client.js';
import { OK, ScriptedServer } from './scripted-server.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('a destination is the same object for as long as somebody holds it, and then forgotten', async () => {
  const registry = new DestinationRegistry();
  const kept = registry.get({ kind: 'raw', source: 'kept' });
  for (let i = 0; i < 1000; i++) registry.get({ kind: 'raw', source: `made of an event, ${i}` });
  expect(registry.size).toBe(1001);
  while (registry.size > 1) {
    await turn();
    collectGarbage();
  }
  expect(registry.get({ kind: 'raw', source: 'kept' })).toBe(kept);
});

test('what was handed to a destination arrives, though nobody holds it any more', async () => {
  const server = await ScriptedServer.start(() => OK);
  const recorded = new RecordedClient({ url: server.url });
  for (let i = 0; i < 50; i++) {
    recorded.add(recorded.client.destination({ kind: 'raw', source: `s${i}` }), [`e${i}`]);
    if (i % 10 === 0) collectGarbage();
    await turn();
  }
  collectGarbage();
  await recorded.flushed();
  expect(recorded.delivered).toHaveLength(50);
  await recorded.client.close();
  await server.stop();
});
