import { expect, test } from '@jest/globals';
import { startForTest } from '../running-receiver.js';
import { type SplunkLogger, splunkLogger } from '../splunk-logging.js';

// An independent client, Splunk's own: what it takes for HEC, is HEC enough.

type Result = { readonly error: { code?: number; message: string } | null; readonly body: unknown };
const sent = (logger: SplunkLogger, context: Parameters<SplunkLogger['send']>[0]): Promise<Result> =>
  new Promise((resolve) => logger.send(context, (error, _, body) => resolve({ error, body })));

test('what Splunk’s own client sends arrives as it meant it', async () => {
  const receiver = await startForTest({ keep: 'events' });
  const logger = splunkLogger({ url: receiver.url, token: receiver.token });
  const { error, body } = await sent(logger, {
    message: { order: 1, text: 'ü "quoted"' },
    severity: 'warn',
    metadata: { time: 1_700_000_000.123, host: 'h', source: 's', sourcetype: 't', index: 'main' },
  });
  expect(error).toBeNull();
  expect(body).toEqual({ text: 'Success', code: 0 });
  expect(receiver.events).toHaveLength(1);
  const [event] = receiver.events;
  expect(event).toMatchObject({ host: 'h', source: 's', sourcetype: 't', index: 'main' });
  expect(Number(event!.time)).toBe(1_700_000_000.123);
  expect(JSON.parse(event!.raw.toString())).toEqual({
    message: { order: 1, text: 'ü "quoted"' },
    severity: 'warn',
  });
});

test('its batches are taken whole', async () => {
  const receiver = await startForTest();
  const logger = splunkLogger({ url: receiver.url, token: receiver.token, maxBatchCount: 100 });
  for (let n = 0; n < 99; n++) logger.send({ message: `run=0000abcd&n=${n}` }, () => {});
  await sent(logger, { message: 'run=0000abcd&n=99' });
  await receiver.waitFor(({ accepted }) => accepted.events === 100);
  expect(receiver.requests.total).toBe(1);
  expect(receiver.runs.get('0000abcd')).toMatchObject({ distinct: 100, duplicated: 0, highest: 99 });
});

test('it understands what is refused', async () => {
  const receiver = await startForTest();
  const wrong = await sent(splunkLogger({ url: receiver.url, token: 'wrong' }), { message: 'x' });
  expect(wrong.body ?? wrong.error).toMatchObject({ code: 4 });
  receiver.faults.next(1, { code: 9 });
  const busy = await sent(splunkLogger({ url: receiver.url, token: receiver.token }), { message: 'x' });
  expect(busy.body ?? busy.error).toMatchObject({ code: 9 });
});
