import { expect, test } from '@jest/globals';
import { answerTo } from '../hec-call.js';
import { startForTest } from '../running-receiver.js';

const raw = '/services/collector/raw';

test('who is let in, and what the others are told', async () => {
  const receiver = await startForTest({
    tokens: [
      { token: 'good' },
      { token: 'off', disabled: true },
      { token: 'in-url', allowQueryString: true },
    ],
  });
  const send = async (authorization: string | undefined, query = '') => {
    const headers: Record<string, string> =
      authorization === undefined ? {} : { Authorization: authorization };
    const [status, json] = await answerTo(receiver, raw + query, 'a', { token: false, headers });
    return [status, (json as { code: number }).code, (json as { text: string }).text];
  };
  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
  expect(await send('Splunk good')).toEqual([200, 0, 'Success']);
  expect(await send('splunk good')).toEqual([200, 0, 'Success']);
  expect(await send(basic('anybody:good'))).toEqual([200, 0, 'Success']);
  expect(await send(undefined)).toEqual([401, 2, 'Token is required']);
  expect(await send('Bearer good')).toEqual([401, 3, 'Invalid authorization']);
  expect(await send('good')).toEqual([401, 3, 'Invalid authorization']);
  expect(await send('Splunk bad')).toEqual([403, 4, 'Invalid token']);
  expect(await send(basic('anybody:bad'))).toEqual([403, 4, 'Invalid token']);
  expect(await send('Splunk off')).toEqual([403, 1, 'Token disabled']);
  expect(await send(undefined, '?token=in-url')).toEqual([200, 0, 'Success']);
  expect(await send(undefined, '?token=good')).toEqual([
    400,
    16,
    'Query string authorization is not enabled',
  ]);
  // The query wins over a good header.
  expect(await send('Splunk good', '?token=bad')).toEqual([403, 4, 'Invalid token']);
});

test('a token is disabled, enabled, removed and set while it runs', async () => {
  const receiver = await startForTest();
  const code = async () => ((await answerTo(receiver, raw, 'a'))[1] as { code: number }).code;
  receiver.tokens.disable(receiver.token);
  expect(await code()).toBe(1);
  receiver.tokens.enable(receiver.token);
  expect(await code()).toBe(0);
  receiver.tokens.remove(receiver.token);
  expect(await code()).toBe(4);
  receiver.tokens.set({ token: receiver.token, indexes: ['other'] });
  expect(await code()).toBe(0);
  expect(() => receiver.tokens.disable('never set')).toThrow('There is no such token');
});

test('a token with a list of indexes refuses others with code 7, and the number is one too high', async () => {
  const receiver = await startForTest({ tokens: [{ token: 't', indexes: ['main'] }] });
  const incorrect = (number: number) => [
    400,
    { text: 'Incorrect index', code: 7, 'invalid-event-number': number },
  ];
  expect(await answerTo(receiver, `${raw}?index=main`, 'a')).toEqual([200, { text: 'Success', code: 0 }]);
  expect(await answerTo(receiver, `${raw}?index=other`, 'a')).toEqual(incorrect(1));
  const body = '{"event":1,"index":"main"}{"event":2}{"event":3,"index":"other"}{"event":4}';
  expect(await answerTo(receiver, '/services/collector', body)).toEqual(incorrect(3));
  expect(receiver.accepted.events).toBe(3);
  const older = await startForTest({ tokens: [{ token: 't', indexes: ['main'] }], incorrectIndexOffset: 0 });
  expect(await answerTo(older, '/services/collector', body)).toEqual(incorrect(2));
});
