import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { causeCodes } from '../../../src/status/cause-codes.js';

const docs = new URL('../../../../../docs/', import.meta.url);
const runbook = readFileSync(new URL('runbook.md', docs), 'utf8');
const headings = [...runbook.matchAll(/^#{2,3} (.+)$/gm)].map(([, heading]) => heading);
const anchors = headings.map((heading = '') =>
  heading
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .replace(/\s/g, '-'),
);

test('every cause of the status has a section under its own code', () => {
  expect(Object.keys(causeCodes).filter((code) => !headings.includes(code))).toEqual([]);
});

test('every error code has one, and no section is about a code that is gone', () => {
  const errors = readFileSync(new URL('errors.md', docs), 'utf8');
  const codes = [...errors.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, code]) => code);
  expect(codes.length).toBeGreaterThan(40);
  expect(headings.filter((heading = '') => /^[A-Z]+_[A-Z_]+$/.test(heading)).sort()).toEqual(
    [...codes].sort(),
  );
});

test('so has every alert', () => {
  const alerts = readFileSync(new URL('../apps/consumer/deploy/prometheus/alerts.yaml', docs), 'utf8');
  const named = [...alerts.matchAll(/runbook: docs\/runbook\.md#(\S+)/g)].map(([, anchor]) => anchor);
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((anchor = '') => !anchors.includes(anchor))).toEqual([]);
});

test('anchors are unique, and its own links lead somewhere', () => {
  expect(anchors.filter((anchor, index) => anchors.indexOf(anchor) !== index)).toEqual([]);
  const links = [...runbook.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor);
  expect(links.filter((anchor = '') => !anchors.includes(anchor))).toEqual([]);
});

test('a section about trouble says what is lost and what to do', () => {
  for (const section of runbook.split(/^### /m).slice(1)) {
    const [name = ''] = section.split('\n');
    if (!/\*\*You see:\*\*/.test(section)) continue;
    const parts = ['It means', 'Lost?', 'Do', 'Over when'];
    const missing = parts.filter((part) => !section.includes(`**${part}${part === 'Lost?' ? '' : ':'}**`));
    expect([name, missing]).toEqual([name, []]);
  }
});
