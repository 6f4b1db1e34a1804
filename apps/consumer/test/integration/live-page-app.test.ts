import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Receiver, startReceiver } from '@kafka-splunk/hec-receiver';
import { type TestKafka, testKafka } from '@kafka-splunk/local-kafka';
import type { Browser } from 'playwright-core';
import { startChromium } from '../fixtures/chromium.js';
import { openPage, type PageWindow } from '../fixtures/page-window.js';
import { type RunningApp, startApp } from '../fixtures/running-app.js';
import { type TestTopic, testTopic } from '../fixtures/topic.js';
import { startTraffic, type Traffic } from '../fixtures/traffic.js';

// One program, two endpoints, one browser: the cases follow each other as they would in one bad night.

/** From a change out there to the page that names its cause. */
const atOnceMs = 2000;

let kafka: TestKafka;
let one: Receiver;
let other: Receiver;
let topic: TestTopic;
let app: RunningApp;
let traffic: Traffic;
let browser: Browser;
let window: PageWindow;

beforeAll(async () => {
  kafka = await testKafka();
  const token = 'aaaaaaaa-0000-4000-8000-00000000000a';
  one = await startReceiver({ tokens: [{ token }] });
  other = await startReceiver({ tokens: [{ token }] });
  topic = await testTopic(kafka.bootstrap);
  app = startApp({
    config: `
hec:
  urls: ['${one.url}', '${other.url}']
  token: ${token}
kafka:
  brokers: [${kafka.bootstrap.map((broker) => `'${broker}'`).join(', ')}]
  consumer_group: ${topic.group}
  topic: ${topic.name}
general:
  workers: 2
admin:
  port: 0
logging:
  loglevel: info
`,
  });
  const { admin } = await app.until((line) => typeof line.admin === 'string', 'the address of the page');
  traffic = startTraffic(topic);
  browser = await startChromium();
  window = await openPage(browser, `${admin}`.replace(/\/?$/, '/'));
  await app.explain(window.headline('Delivering'));
}, 180_000);

afterAll(async () => {
  await traffic?.stop();
  await browser?.close();
  await app?.dispose();
  await one?.stop();
  await other?.stop();
  await kafka?.release();
});

/** Does something to the program's world, and returns after how many milliseconds the page showed this text. */
async function shownAfter(text: string, change: () => void): Promise<number> {
  const changed = Date.now();
  change();
  return (await app.explain(window.shownAt(text, changed))) - changed;
}

describe('the live page of a running program', () => {
  test('shows every partition, worker and endpoint, and no complaint', async () => {
    const { page } = window;
    await page.getByText('2 of 2 workers running').waitFor();
    await page.getByText('2 of 2 endpoints ok').waitFor();
    await page.getByText('Nothing is in the way.').waitFor();
    expect(await page.locator('#partitions tbody tr').count()).toBe(4);
    await page.getByRole('img', { name: /^Events per second, last 10 min: [\d,]+ at the end/ }).waitFor();
    expect(await window.complaints()).toEqual([]);
    expect(await window.accessibility()).toEqual([]);
  });

  test('a worker is killed: the page says which and how, and when the next one runs', async () => {
    const [victim] = app.workers() as [number];
    const after = await shownAfter('killed by SIGKILL', () => process.kill(victim, 'SIGKILL'));
    expect(after).toBeLessThan(atOnceMs);
    expect(await window.page.locator('#workers', { hasText: `pid ${victim}` }).count()).toBe(0);
    await app.explain(window.headline(/^Delivering [\d,]+ events\/s, lag [\d,]+$/));
    await window.page.getByText('2 of 2 workers running').waitFor();
  });

  test('an endpoint is busy: the page says so, and the other one goes on', async () => {
    const after = await shownAfter('503 Server is busy (code 9)', () => one.faults.always({ code: 9 }));
    expect(after).toBeLessThan(atOnceMs);
    await window.page.getByText('1 of 2 endpoints ok').waitFor();
    await window.headline(new RegExp(`with trouble: ${one.url} backing off`));
  });

  test('the token is disabled at the other one: the page says so, and that nothing is delivered any more', async () => {
    const after = await shownAfter('403 Token disabled (code 1)', () => other.tokens.disable(other.token));
    expect(after).toBeLessThan(atOnceMs);
    await window.headline(/^Standing still/);
    expect(await window.page.title()).toMatch(/^Standing still/);
    const cause = window.page.locator('#causes-list li', { hasText: 'Token disabled' });
    expect(await cause.textContent()).toContain('Splunk refuses the token.');
    expect(await window.accessibility()).toEqual([]);
  });

  test('both heal: the page is calm again, and nothing was lost', async () => {
    one.faults.clear();
    other.tokens.enable(other.token);
    // An endpoint is tried with events that wait, never with one that is made up: so some must go on coming.
    await app.explain(window.headline(/^Delivering [\d,]+ events\/s, lag [\d,]+$/));
    await window.page.getByText('2 of 2 endpoints ok').waitFor();
    const produced = await traffic.stop();
    await app.explain(window.headline('Nothing to read: all 4 partitions are at their end'));
    await window.page.getByText('Nothing is in the way.').waitFor();
    const missing = new Set(one.runs.missing(topic.run, produced, produced));
    expect(other.runs.missing(topic.run, produced, produced).filter((number) => missing.has(number))).toEqual(
      [],
    );
  });

  test('the program stops: the page says that nobody answers', async () => {
    app.signal('SIGTERM');
    expect(await app.exited).toBe(0);
    await window.headline(/^No answer from the program since .*: cannot be reached$/);
    expect(await window.complaints()).toEqual([]);
  });
});

describe('the receiver’s own page', () => {
  test('runs in a browser too, and keeps nobody out', async () => {
    const receiver = await openPage(browser, `${one.url}/`);
    await receiver.page.getByText(topic.run).first().waitFor();
    expect(await receiver.complaints()).toEqual([]);
    expect(await receiver.accessibility()).toEqual([]);
    await receiver.close();
  });
});
