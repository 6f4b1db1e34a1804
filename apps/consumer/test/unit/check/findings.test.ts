import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseConfig } from '@kafka-splunk/config';
import type { ProbeAnswer } from '@kafka-splunk/hec-client/probe';
import { deadLetterFinding } from '../../../src/check/dead-letters.js';
import { clockFinding, healthFinding } from '../../../src/check/hec/endpoint-findings.js';
import { ackFinding, gzipFinding, tokenFinding } from '../../../src/check/hec/token-findings.js';
import { brokerFinding } from '../../../src/check/kafka/broker-findings.js';
import { groupFinding, offsetFindings } from '../../../src/check/kafka/group-findings.js';
import { partitionFinding, topicFindings } from '../../../src/check/kafka/topic-findings.js';

const answer = (status: number, code?: number, more: object = {}): ProbeAnswer => ({
  kind: 'answer',
  status,
  ms: 1,
  ...(code === undefined ? {} : { code, text: 'words' }),
  ...more,
});

const configOf = (hec: string, more = '') =>
  parseConfig(
    `hec: { host: s, token: t, ${hec} }\nkafka: { brokers: [a:1], consumer_group: g, topic: t }\n${more}`,
    {
      file: 'x',
      env: {},
    },
  ).config;

describe('brokers', () => {
  const now = Date.parse('2026-06-01');
  const until = (days: number) => ({
    kind: 'ok' as const,
    ms: 3.6,
    mechanisms: [],
    tls: { protocol: 'TLSv1.3', certificateEndsAt: now + days * 86_400_000 },
  });
  test('a certificate that ends soon is a warning', () => {
    expect(brokerFinding('kafka.broker', 'b:1', until(13), now)).toMatchObject({
      status: 'warning',
      code: 'CHECK_KAFKA_EXPIRES',
    });
    expect(brokerFinding('kafka.broker', 'b:1', until(14), now)).toMatchObject({
      status: 'ok',
      found: 'answers in 4 ms, TLSv1.3, certificate until 2026-06-15',
    });
  });
});

describe('topics', () => {
  const there = { state: 'there', partitions: 3, leaderless: [], readable: true } as const;
  test('one that is missing is a warning beside one that is there, and else a failure', () => {
    const missing = { name: 'b', facts: { state: 'missing' } } as const;
    expect(topicFindings([{ name: 'a', facts: there }, missing], 0).map(({ status }) => status)).toEqual([
      'warning',
      'ok',
    ]);
    expect(topicFindings([missing], 0).map(({ status }) => status)).toEqual(['failed']);
  });

  test('partitions without a leader, and a topic that may be seen but not read', () => {
    const facts = { ...there, leaderless: [1, 2] };
    expect(topicFindings([{ name: 'a', facts }], 0)[0]).toMatchObject({
      code: 'CHECK_TOPIC_LEADER',
      found: '2 partitions of 3 without a leader: 1, 2',
    });
    expect(topicFindings([{ name: 'a', facts: { ...there, readable: false } }], 0)).toMatchObject([
      { status: 'failed', code: 'CHECK_TOPIC_RIGHT' },
    ]);
  });

  test('workers are counted against all partitions', () => {
    expect(partitionFinding(4, 4)).toMatchObject({ status: 'ok' });
    expect(partitionFinding(1, 4)).toMatchObject({
      found: '1 partition for 4 workers on this machine: 3 will stay idle',
    });
  });
});

describe('the group', () => {
  test('with members of another assignor cannot be joined', () => {
    const facts = { state: 'there', members: 2, otherAssignor: 'range' } as const;
    expect(groupFinding('g', facts)).toMatchObject({
      status: 'failed',
      code: 'CHECK_GROUP_ASSIGNOR',
      found: expect.stringContaining('range'),
    });
  });

  test('lag, what was deleted unread, and offsets that the topic does not have', () => {
    const places = [
      { partition: 0, first: 0, end: 1500, committed: 500 },
      { partition: 1, first: 100, end: 200, committed: 40 },
      { partition: 2, first: 0, end: 10, committed: 11 },
      { partition: 3, first: 0, end: 10, committed: undefined },
    ];
    const findings = offsetFindings('g', [{ topic: 't', places }], 'the earliest');
    expect(findings.map(({ code, found }) => [code, found])).toEqual([
      ['CHECK_OFFSETS_LOST', '60 records deleted before they were read, in 1 partition: 1'],
      ['CHECK_OFFSETS_BEYOND', 'committed beyond the end in 1 partition: 2'],
      [
        undefined,
        'lag 1,100 records in 3 partitions; 1 partition without a commit, to begin at the earliest',
      ],
    ]);
  });
});

describe('endpoints', () => {
  test.each([
    [200, 17, 'ok', undefined],
    [200, 24, 'warning', 'CHECK_HEC_NEARLY_FULL'],
    [503, 20, 'failed', 'CHECK_HEC_QUEUES'],
    [503, 19, 'failed', 'CHECK_HEC_UNHEALTHY'],
    [503, 23, 'failed', 'CHECK_HEC_UNHEALTHY'],
  ])('health %i with code %i: %s', (status, code, verdict, name) => {
    const finding = healthFinding('e', answer(status, code));
    expect([finding.status, finding.code]).toEqual([verdict, name]);
  });

  test('a clock may be half a minute off', () => {
    const clock = (clockAheadMs: number) => clockFinding('e', answer(200, 17, { clockAheadMs }))?.status;
    expect([clock(0), clock(29_000), clock(-29_000), clock(31_000), clock(-31_000)]).toEqual([
      'ok',
      'ok',
      'ok',
      'warning',
      'warning',
    ]);
    expect(clockFinding('e', answer(200, 17))).toBeUndefined();
  });

  test.each([
    [400, 5, 'ok', undefined],
    [403, 1, 'failed', 'CHECK_HEC_TOKEN_DISABLED'],
    [401, 3, 'failed', 'CHECK_HEC_TOKEN'],
    [503, 9, 'skipped', undefined],
    [200, 0, 'warning', 'CHECK_HEC_ANSWER'],
    [200, undefined, 'warning', 'CHECK_HEC_ANSWER'],
  ])('token, at %i with code %s: %s', (status, code, verdict, name) => {
    const finding = tokenFinding('e', answer(status, code));
    expect([finding.status, finding.code]).toEqual([verdict, name]);
  });

  test.each([
    ['', 400, 14, 'ok'],
    ['', 200, undefined, 'failed'],
    ['channel: 408c8da1-b9b1-460b-aeb4-56426865bca1', 200, undefined, 'warning'],
    ['ack: true', 400, 14, 'failed'],
    ['ack: true', 200, undefined, 'ok'],
    ['ack: { enabled: auto }', 400, 14, 'ok'],
    ['ack: { enabled: auto }', 200, undefined, 'ok'],
    ['ack: true', 502, undefined, 'warning'],
  ])('acknowledgement with "%s", at %i with code %s: %s', (hec, status, code, verdict) => {
    expect(ackFinding('e', answer(status, code), configOf(hec).hec).status).toBe(verdict);
  });

  test.each([
    [400, 5, 'ok'],
    [415, undefined, 'failed'],
    [400, 6, 'failed'],
    [500, undefined, 'warning'],
  ])('gzip, at %i with code %s: %s', (status, code, verdict) => {
    expect(gzipFinding('e', answer(status, code)).status).toBe(verdict);
  });
});

test('the folder of the dead letters: there, to be made, or in the way', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'dead-letters-'));
  const file = join(folder, 'file');
  writeFileSync(file, '');
  const finding = (directory: string) =>
    deadLetterFinding(configOf('', `dead_letters: { directory: ${directory} }`));
  try {
    expect(await finding(folder)).toMatchObject({ status: 'ok', found: 'can be written' });
    expect(await finding(join(folder, 'a', 'b'))).toMatchObject({
      status: 'ok',
      found: `will be made in ${folder}`,
    });
    expect(await finding(join(file, 'a'))).toMatchObject({ status: 'failed', code: 'CHECK_DEAD_LETTERS' });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
