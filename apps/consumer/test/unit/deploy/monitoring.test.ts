import { expect, test } from '@jest/globals';
import { metricTable } from '../../../src/metrics/metric-table.js';
import { text, yaml } from './deploy-folder.js';

interface Rule {
  alert: string;
  expr: string;
  labels: { severity: string };
  annotations: { summary: string; description: string; runbook: string };
}
interface RuleTests {
  tests: { alert_rule_test: { alertname: string; exp_alerts?: object[] }[] }[];
}
interface Dashboard {
  panels: { type: string; title: string; description?: string; targets?: { expr: string }[] }[];
}

const rules = yaml<{ groups: { rules: Rule[] }[] }>('prometheus/alerts.yaml').groups.flatMap(
  (group) => group.rules,
);
const dashboard = JSON.parse(text('grafana/dashboard.json')) as Dashboard;
const metrics = metricTable.flatMap((group) => group.metrics);
const expressions = [
  ...rules.map(({ alert, expr }) => [alert, expr] as const),
  ...dashboard.panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => [title, expr] as const)),
];

test.each(expressions)('%s asks for metrics that exist, by labels that they have: %s', (_, expression) => {
  for (const [, name, selector = ''] of expression.matchAll(/(kafka_splunk_consumer_\w+)(?:\{([^}]*)\})?/g)) {
    const metric = metrics.find((each) => each.name === name?.replace(/_bucket$/, ''));
    expect([name, metric?.name]).toEqual([name, expect.any(String)]);
    expect(name?.endsWith('_bucket')).toBe(metric?.type === 'histogram');
    const labels = [...selector.matchAll(/(\w+)(?:=~|!=|=)"/g)].map(([, label]) => label);
    for (const label of labels) expect(['instance', ...(metric?.labels ?? [])]).toContain(label);
  }
});

test('counters are asked for their rise, and nothing else is', () => {
  for (const [title, expression] of expressions) {
    for (const [, call, name] of expression.matchAll(/(\w+)?\(?(kafka_splunk_consumer_\w+)/g)) {
      const metric = metrics.find((each) => each.name === name?.replace(/_bucket$/, ''));
      // The settled offset is a position that only rises: its rate is the records settled a second.
      const position = name?.endsWith('settled_offset') === true;
      const rises = metric?.type !== 'gauge' || position;
      const asked = /^(rate|increase)$/.test(call ?? '') || (position && call === 'changes');
      expect([title, name, asked]).toEqual([title, name, rises]);
    }
  }
});

test('the dashboard shows every metric', () => {
  const shown = dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)).join('\n');
  expect(metrics.map(({ name }) => name).filter((name) => !shown.includes(name))).toEqual([]);
  for (const { type, description } of dashboard.panels) {
    if (type !== 'row') expect(description).toMatch(/\.$/);
  }
});

test('every alert has a severity, words, a section of the runbook, and a test of when it comes and when not', () => {
  const { tests } = yaml<RuleTests>('prometheus/alerts.test.yaml');
  const cases = tests.flatMap(({ alert_rule_test: each }) => each);
  expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  for (const { alert, labels, annotations } of rules) {
    expect(['critical', 'warning', 'info']).toContain(labels.severity);
    expect(annotations.summary).toMatch(/[.]$/);
    expect(annotations.runbook).toMatch(/^docs\/runbook\.md#[a-z-]+$/);
    const own = cases
      .filter(({ alertname }) => alertname === alert)
      .map(({ exp_alerts: alerts = [] }) => alerts.length);
    expect([alert, own.includes(0), own.some((count) => count > 0)]).toEqual([alert, true, true]);
  }
});
