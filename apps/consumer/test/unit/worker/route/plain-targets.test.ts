import { describe, expect, test } from '@jest/globals';
import { plainTargets } from '../../../../src/worker/route/plain-targets.js';
import { rulesOf } from '../../../fixtures/route-trial.js';

describe('plainTargets', () => {
  const routes = `routes:
  - { topics: [a, b], index: web }
  - { topics: [/^app-/], index: "apps-{topic}" }
  - { topics: [c], endpoint: event, index: "{header:tenant|main}", source: "{key}", lineage: true, fields: { env: prod } }
`;

  test('each way once, with what a record without anything gets', () => {
    const kafka = { topics: ['a', 'b', 'c', 'app-1'], topicPatterns: [] };
    expect(plainTargets({ ...rulesOf('source: s', routes), kafka })).toEqual([
      { destination: { kind: 'raw', index: 'web', source: 's' }, envelope: undefined },
      { destination: { kind: 'event', index: 'main' }, envelope: { fields: { env: 'prod' } } },
      { destination: { kind: 'raw', index: 'apps-app-1', source: 's' }, envelope: undefined },
    ]);
  });

  test('ways that only patterns lead to, unless the topic decides the index', () => {
    const kafka = { topics: [], topicPatterns: [/./] };
    const found = plainTargets({ ...rulesOf('index: "{json:/index|other}"', routes), kafka });
    expect(found.map(({ destination }) => destination.index)).toEqual(['web', 'main', 'other']);
  });
});
