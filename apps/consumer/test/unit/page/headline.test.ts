import { describe, expect, test } from '@jest/globals';
import { causes } from '../../../page/view/causes.js';
import { brokenHeadline, causeLine, goneHeadline, headline } from '../../../page/view/headline.js';
import { statusReport, troubledReport } from '../../fixtures/status-report.js';

const calm = statusReport();
const { now } = calm;
const still = { eventsPerSecond: 0, bytesPerSecond: 0 };

describe('the headline', () => {
  test('says what flows, and how far behind it is', () => {
    expect(headline(calm)).toMatchObject({
      level: 'ok',
      text: 'Delivering 41,203 events/s, lag 12',
      announcement: 'Delivering',
      title: 'Delivering · splunk-forwarder',
    });
    expect(headline(statusReport({ lag: undefined })).text).toBe('Delivering 41,203 events/s, lag unknown');
  });

  test('tells apart why nothing is delivered when nothing is in the way', () => {
    const texts = [
      statusReport({ rates: still, lag: 0 }),
      statusReport({ rates: still, lag: 0, partitions: calm.partitions.slice(0, 1) }),
      statusReport({ rates: still, lag: 1200 }),
      statusReport({ rates: still, lag: undefined, partitions: [] }),
    ].map((report) => headline(report).text);
    expect(texts).toEqual([
      'Nothing to read: all 3 partitions are at their end',
      'Nothing to read: the partition is at its end',
      'Running: nothing delivered in the last ten seconds, lag 1,200',
      'Running, and no partition is assigned to this program',
    ]);
  });

  test('names the worst cause when it stands still, and while it delivers with trouble', () => {
    expect(headline(troubledReport())).toMatchObject({
      level: 'critical',
      text: 'Standing still: https://splunk-1:8088 paused: 403 Invalid token (code 4) since 12:04:09Z',
      title: 'Standing still · splunk-forwarder',
    });
    const [, , died] = troubledReport().causes;
    const degraded = statusReport({ state: 'degraded', causes: died === undefined ? [] : [died] });
    expect(headline(degraded)).toMatchObject({
      level: 'warning',
      text: 'Delivering 41,203 events/s, lag 12, with trouble: worker 1 died (killed by SIGKILL); the next one starts at 12:10:02Z',
    });
  });

  test('with trouble and nothing to read it does not claim to deliver', () => {
    const idle = statusReport({ state: 'degraded', causes: troubledReport().causes, rates: still, lag: 0 });
    expect(headline(idle)).toMatchObject({
      text: expect.stringMatching(/^Nothing to read, with trouble: https:\/\/splunk-1:8088 paused/),
      title: 'Nothing to read, with trouble · splunk-forwarder',
    });
  });

  test('of a start and a stop says what is waited for', () => {
    expect(headline(statusReport({ state: 'starting' })).text).toBe(
      'Starting: no worker has joined the group yet',
    );
    expect(headline(statusReport({ state: 'draining' })).text).toBe(
      'Stopping in order: 12 records to settle',
    );
    expect(headline(statusReport({ state: 'draining', partitions: [] })).text).toBe(
      'Stopping in order: all that was read is settled',
    );
  });

  test('is cut where an error has no end, and the list of causes is not', () => {
    const endless = `ENOSPC ${'x'.repeat(900)}`;
    const report = troubledReport({
      causes: [{ severity: 'critical', about: 'partition', name: 'orders[0]', text: endless, since: now }],
    });
    expect(headline(report).text).toHaveLength(200);
    expect(causes(report)[0]?.text).toBe(`orders[0] ${endless}`);
  });

  test('announces a change of state or cause, and no change of numbers', () => {
    const faster = statusReport({ rates: { eventsPerSecond: 50_000, bytesPerSecond: 1 }, lag: 3 });
    expect(headline(faster).announceKey).toBe(headline(calm).announceKey);
    const later = troubledReport({
      causes: troubledReport().causes.map((cause) => ({
        ...cause,
        text: cause.text.replace('12:10', '12:11'),
      })),
    });
    expect(headline(later).announceKey).toBe(headline(troubledReport()).announceKey);
    expect(headline(troubledReport()).announceKey).not.toBe(headline(calm).announceKey);
    expect(headline(faster).announcement).not.toMatch(/\d/);
  });

  test('says since when nobody answers, and blames the page for what is the page’s', () => {
    expect(goneHeadline(now - 12_000, now, 'cannot be reached')).toMatchObject({
      level: 'critical',
      text: 'No answer from the program since 12:09:48Z (12 s): cannot be reached',
    });
    expect(brokenHeadline('TypeError: x').text).toBe(
      'This page is broken: TypeError: x. What it should show is in status.json',
    );
  });
});

describe('the list of causes', () => {
  test('keeps the order, and says each time once', () => {
    expect(
      causes(troubledReport()).map(({ word, text, since, remedy }) => [word, text, since, remedy]),
    ).toEqual([
      [
        'Critical',
        'https://splunk-1:8088 paused: 403 Invalid token (code 4) since 12:04:09Z',
        'for 5 min',
        'Runbook: invalid-token',
      ],
      [
        'Critical',
        expect.stringMatching(/^not fetching orders\[0\]: /),
        'since 12:09:00Z (60 s)',
        'Runbook: dead-letters-stuck',
      ],
      [
        'Warning',
        'worker 1 died (killed by SIGKILL); the next one starts at 12:10:02Z',
        'since 12:09:58Z (2 s)',
        'Runbook: worker-died',
      ],
      [
        'Warning',
        'https://splunk-2:8088 backing off until 12:10:04Z: 503 Server is busy (code 9)',
        'since 12:09:30Z (30 s)',
        'Runbook: server-busy',
      ],
    ]);
  });

  test('says what to do before it sends anybody to the runbook', () => {
    const cause = {
      severity: 'warning',
      about: 'worker',
      name: 'worker 1',
      text: 'died',
      since: now,
    } as const;
    const remedies = causes(
      statusReport({
        causes: [
          { ...cause, remedy: 'Look at the log.', code: 'worker-died' },
          { ...cause, remedy: 'Look at the log.' },
          cause,
        ],
      }),
    ).map(({ remedy }) => remedy);
    expect(remedies).toEqual(['Look at the log. Runbook: worker-died', 'Look at the log.', '']);
  });

  test('a name that the text has already is not said twice', () => {
    const cause = { severity: 'warning', about: 'partition', name: 'orders[3]', since: now } as const;
    expect(causeLine({ ...cause, text: 'not fetching orders[3]: full' })).toBe(
      'not fetching orders[3]: full',
    );
    expect(causeLine({ ...cause, text: 'full' })).toBe('orders[3] full');
  });
});
