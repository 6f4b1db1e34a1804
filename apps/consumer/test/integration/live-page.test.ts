import { writeFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import type { StatusReport } from '../../src/status/status-report.js';
import { startChromium } from '../fixtures/chromium.js';
import { badNight, eventfulHour, flowingPartitions, goodDay } from '../fixtures/page-scenes.js';
import { type PageServer, startPageServer } from '../fixtures/page-server.js';
import { openPage, type PageWindow } from '../fixtures/page-window.js';

// The page in a real browser, with reports made up here: what a live program shows stands in live-page-app.test.ts.

const pictures = new URL('../../../../docs/images/', import.meta.url);
const phone: BrowserContextOptions = { viewport: { width: 320, height: 568 } };

let browser: Browser;
let server: PageServer;
let windows: PageWindow[];

beforeAll(async () => {
  browser = await startChromium();
}, 120_000);
afterAll(() => browser.close());
beforeEach(async () => {
  windows = [];
  server = await startPageServer(goodDay(), eventfulHour());
});
afterEach(async () => {
  await Promise.all(windows.map((window) => window.close()));
  await server.stop();
});

async function open(options?: BrowserContextOptions): Promise<PageWindow> {
  const window = await openPage(browser, server.url, options);
  windows.push(window);
  return window;
}

/** Resolves when the page has asked for the status so many times more, and has shown all but the last answer. */
async function polls(many: number): Promise<void> {
  const until = server.answered + many;
  await windows[0]?.page.waitForRequest(() => server.answered >= until, { timeout: 60_000 });
}

/** The same program a second later: all numbers have moved, some have become longer, and nothing else changed. */
function aSecondLater(report: StatusReport): StatusReport {
  return {
    ...report,
    now: report.now + 1000,
    rates: {
      eventsPerSecond: report.rates.eventsPerSecond + 977,
      bytesPerSecond: report.rates.bytesPerSecond + 1e5,
    },
    lag: (report.lag ?? 0) * 20,
    totals: { ...report.totals, deliveredEvents: report.totals.deliveredEvents + 42_000 },
    workers: report.workers.map((worker) => ({ ...worker, eventsPerSecond: worker.eventsPerSecond * 4 })),
    partitions: report.partitions.map((partition) => ({
      ...partition,
      settledOffset: partition.settledOffset + 4000,
      highWatermark: (partition.highWatermark ?? 0) + 4000,
    })),
  };
}

describe('the live page', () => {
  test('shows the report, asks nobody else, and runs under its own policy', async () => {
    const window = await open();
    await window.headline('Delivering 41,203 events/s');
    const { page } = window;
    expect(await page.title()).toBe('Delivering · splunk-forwarder');
    expect(await page.getByText('Nothing is in the way.').isVisible()).toBe(true);
    expect(await page.getByRole('row', { name: /orders\[3\]/ }).count()).toBe(1);
    await page.getByRole('img', { name: /^Lag, records, last hour: .* most 11,200,000 at/ }).waitFor();

    server.status = badNight();
    await window.headline('with trouble: https://splunk-1:8088 paused: 403 Invalid token');
    const causes = page.locator('#causes-list li');
    expect(await causes.count()).toBe(3);
    expect(await causes.first().textContent()).toContain('Runbook: token-refused');
    expect(await page.getByRole('row', { name: /orders\[3\] paused/ }).textContent()).toContain(
      'general.memory',
    );
    expect(
      await page.getByRole('row', { name: /splunk-2:8088 backing off 503 Server is busy/ }).count(),
    ).toBe(1);
    expect(await window.complaints()).toEqual([]);
  });

  test('nothing moves when numbers change: no layout shift, focus, scrolling and selection stay', async () => {
    const many = { ...goodDay(), partitions: flowingPartitions('orders', 48, goodDay().now) };
    server.status = many;
    const window = await open();
    const { page } = window;
    const more = page.getByRole('button', { name: 'Show all 48' });
    await more.focus();
    await page.evaluate('scrollTo(0, 700)');
    await page.evaluate(
      "getSelection().selectAllChildren(document.querySelector('#partitions tbody th span'))",
    );
    const place = await page.evaluate('[scrollY, getSelection().toString()]');
    await polls(2);
    const before = await window.layoutShift();
    for (let second = 0; second < 3; second++) {
      server.status = aSecondLater(server.status as StatusReport);
      await polls(1);
    }
    await window.headline('44,134 events/s');
    expect(await window.layoutShift()).toBe(before);
    expect(await page.evaluate('[scrollY, getSelection().toString()]')).toEqual(place);
    expect(await page.evaluate('document.activeElement.className + document.activeElement.textContent')).toBe(
      'moreShow all 48',
    );
  });

  test('tells a screen reader of each new state once, and not of numbers', async () => {
    const window = await open();
    await window.headline('Delivering');
    server.status = aSecondLater(goodDay());
    await polls(2);
    server.status = badNight();
    await polls(2);
    server.status = goodDay();
    await window.headline('Delivering 41,203');
    const [first, second, third, ...more] = await window.announcements();
    expect([first, third, more]).toEqual(['Delivering', 'Delivering', []]);
    expect(second).toMatch(/^Delivering, with trouble: https:\/\/splunk-1:8088 paused: 403 Invalid token/);
  });

  test('a keyboard reaches everything there is to use, in the order of the page, and sees where it is', async () => {
    server.status = { ...goodDay(), partitions: flowingPartitions('orders', 48, goodDay().now) };
    const window = await open();
    const { page } = window;
    await page.getByRole('button', { name: 'Show all 48' }).waitFor();
    const walk: string[] = [];
    for (let step = 0; step < 7; step++) {
      await page.keyboard.press('Tab');
      const [text, outline] = (await page.evaluate(
        '[document.activeElement.textContent, getComputedStyle(document.activeElement).outlineStyle]',
      )) as [string, string];
      walk.push(`${text} ${outline}`);
    }
    expect(walk).toEqual([
      'The hour in numbers solid',
      'Show all 48 solid',
      'status.json solid',
      'history.json solid',
      'metrics solid',
      'livez solid',
      'readyz solid',
    ]);
    await page.getByText('The hour in numbers').focus();
    await page.keyboard.press('Enter');
    expect(await page.getByRole('rowheader', { name: '12:05Z' }).isVisible()).toBe(true);
  });

  test('of hundreds of partitions it shows the worst, and all on request', async () => {
    const { now } = goodDay();
    const partitions = flowingPartitions('orders', 400, now);
    const paused = { ...partitions[333]!, state: 'paused' as const, cause: 'dead letters cannot be written' };
    server.status = { ...goodDay(), partitions: partitions.with(333, paused) };
    const window = await open();
    const rows = window.page.locator('#partitions tbody tr');
    await window.page.getByRole('button', { name: 'Show all 400' }).click();
    expect(await rows.count()).toBe(400);
    expect(await rows.first().textContent()).toContain('orders[333]');
    await window.page.getByRole('button', { name: 'Show the first 20', expanded: true }).click();
    expect(await rows.count()).toBe(20);
  });

  test('what a stranger wrote is text, whatever is in it', async () => {
    const hostile = '<img src=x onerror=alert(1)>"><script>alert(2)</script><style>*{display:none}</style>';
    const endless = `${'W'.repeat(600)} \u202e ${hostile}`;
    const night = badNight();
    server.status = {
      ...night,
      program: { ...night.program, group: hostile, topics: [hostile] },
      causes: night.causes.map((cause) => ({ ...cause, name: hostile, text: endless, code: hostile })),
      partitions: night.partitions.map((partition) => ({ ...partition, topic: hostile, cause: endless })),
      deliveries: night.deliveries.map((delivery) => ({ ...delivery, name: hostile, cause: endless })),
      workers: night.workers.map((worker) => ({ ...worker, lastDeath: { at: night.now, text: endless } })),
      deadLetters: {
        ...night.deadLetters,
        where: hostile,
        recent: night.deadLetters.recent.map((letter) => ({ ...letter, topic: hostile, text: endless })),
      },
    };
    const window = await open(phone);
    const { page } = window;
    await window.headline('Delivering 9,412');
    expect(await page.locator('#partitions tbody th').first().textContent()).toBe(`${hostile}[3]`);
    expect(await page.title()).toContain(hostile);
    expect(await page.evaluate("document.querySelectorAll('img, body script, body style').length")).toBe(0);
    expect(await window.overflow()).toBe(0);
    expect(await window.complaints()).toEqual([]);
  });

  test.each([
    ['a good day', goodDay],
    ['a bad night', badNight],
  ])('fits a phone of 320 pixels: %s', async (_, scene) => {
    server.status = scene();
    const window = await open(phone);
    await window.headline('Delivering');
    await window.page.getByRole('img', { name: /^Lag, records, last hour/ }).waitFor();
    expect(await window.overflow()).toBe(0);
    // Cards are still a table to those who do not see them: Chromium would know by itself, others need the roles.
    expect(await window.page.getByRole('columnheader', { name: 'Settled to' }).count()).toBe(1);
    expect(await window.page.locator('tbody [role=rowheader] + [role=cell]').count()).toBeGreaterThan(10);
    expect(await window.page.locator('thead [role=row] > [role=columnheader]').count()).toBeGreaterThan(10);
  });

  test.each([
    ['by day, wide', { colorScheme: 'light' }],
    ['by night, on a phone', { ...phone, colorScheme: 'dark' }],
  ] as const)('keeps nobody out: axe-core finds nothing, with and without an answer: %s', async (_, look) => {
    const night = badNight();
    server.status = { ...night, partitions: night.partitions.slice(1, 5) };
    const window = await open(look);
    await window.headline('with trouble');
    await window.page.getByRole('img', { name: /^Lag, records, last hour/ }).waitFor();
    await window.page.getByText('The hour in numbers').click();
    expect(await window.accessibility()).toEqual([]);
    server.status = null;
    await window.headline('No answer from the program since');
    expect(await window.accessibility()).toEqual([]);
  });

  test('says since when the program is gone, keeps what was known, and takes up again', async () => {
    const window = await open();
    const { page } = window;
    await window.headline('Delivering 41,203');
    const port = Number(new URL(server.url).port);
    const stopped = Date.now();
    await server.stop();
    await window.headline(/^No answer from the program since \d\d:\d\d:\d\dZ \(\d+ s\): cannot be reached$/);
    expect((await window.shownAt('No answer', stopped)) - stopped).toBeLessThan(2000);
    expect(await page.title()).toBe('No answer from the program');
    expect(await page.getByRole('row', { name: /orders\[3\]/ }).isVisible()).toBe(true);
    expect(await page.evaluate("getComputedStyle(document.querySelector('main')).filter")).toBe(
      'grayscale(1)',
    );

    server = await startPageServer(badNight(), eventfulHour(), port);
    await window.headline('Delivering 9,412');
    expect(await page.evaluate("getComputedStyle(document.querySelector('main')).filter")).toBe('none');
  });

  test.each([
    ['500', null, 'it answers 500 Internal Server Error'],
    ['half an answer', '{"format":1,"now":', 'its answer was cut off or is not JSON'],
    ['a newer format', '{"format":2}', 'it speaks format 2, this page format 1: reload the page'],
  ])('says what is wrong with an answer: %s', async (_, status, words) => {
    server.status = status;
    const window = await open();
    await window.headline(words);
  });

  test('does not blame the program for its own faults', async () => {
    server.status = JSON.stringify({ ...goodDay(), totals: undefined });
    const window = await open();
    await window.headline('This page is broken: TypeError');
    expect(await window.complaints()).toEqual([]);
  });

  // `WRITE_PICTURES=1` puts them into docs/images. Otherwise they are only taken: letters differ between machines.
  test('has its pictures taken for the README', async () => {
    server.status = badNight();
    for (const [name, colorScheme, width, height] of [
      ['live-page-light', 'light', 1280, 1300],
      ['live-page-dark', 'dark', 1280, 1300],
      ['live-page-phone', 'dark', 390, 1180],
    ] as const) {
      const window = await open({ colorScheme, viewport: { width, height } });
      await window.headline('with trouble');
      await window.page.getByRole('img', { name: /^Delay, half within, last hour/ }).waitFor();
      const picture = await window.page.screenshot();
      expect(picture.length).toBeGreaterThan(10_000);
      if (process.env.WRITE_PICTURES === '1') await writeFile(new URL(`${name}.png`, pictures), picture);
    }
  });
});
