import { expect, test } from '@jest/globals';
import type { ReceiverSnapshot } from '../../src/index.js';
import { pageScript } from '../../src/page/page-script.js';
import { call } from '../hec-call.js';
import { startForTest } from '../running-receiver.js';

test('the page stands alone, and its policy lets nothing else in', async () => {
  const receiver = await startForTest();
  const page = await fetch(`${receiver.url}/`);
  const html = await page.text();
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(html).not.toMatch(/https?:\/\//);
  expect(html).toContain('<html lang="en">');
  expect(html).toContain('name="viewport"');
  // Whatever the script fills in must be there, and text goes in as text.
  for (const [, id] of pageScript.matchAll(/(?:byId|fill)\('([a-z]+)'/g))
    expect(html).toContain(`id="${id}"`);
  expect(pageScript).not.toContain('innerHTML');
  expect(() => new Function(pageScript)).not.toThrow();
});

test('the data holds counts and samples, and no token', async () => {
  const receiver = await startForTest({ tokens: [{ token: 'very-secret', allowQueryString: true }] });
  receiver.faults.next(3, { code: 9 });
  receiver.faults.clear();
  await call(
    receiver,
    '/services/collector/raw?token=very-secret&sourcetype=st',
    `<b>run=00000001&n=3</b>\n${'x'.repeat(900)}`,
  );
  const answer = await fetch(`${receiver.url}/receiver.json`);
  const text = await answer.text();
  expect(text).not.toContain('very-secret');
  const data = JSON.parse(text) as ReceiverSnapshot;
  expect(data.accepted.events).toBe(2);
  expect(data.runs).toEqual([
    expect.objectContaining({ run: '00000001', highest: 3, firstMissing: [0, 1, 2] }),
  ]);
  expect(data.sample).toEqual([expect.objectContaining({ sourcetype: 'st', text: 'x'.repeat(400) })]);
  expect(data.requests.total).toBe(1);
});
