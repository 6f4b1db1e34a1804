// What `pnpm test:full` runs beyond `pnpm test`: what takes too long, or needs too much, for each change.
import { newerNode } from './newer-node.js';

const consumer = 'packages/kafka-balanced-consumer';

/** @type {import('./test-parts.js').Part[]} */
export const fullParts = [
  {
    name: 'long storm',
    kind: 'integration',
    only: [consumer],
    files: 'storm',
    ownKafka: true,
    env: async () => ({ KAFKA_STORM_SECONDS: '600' }),
  },
  {
    name: 'long fuzz',
    kind: 'unit',
    only: [consumer, 'packages/hec-client', 'packages/config', 'apps/consumer'],
    files: 'test/unit/.*fuzz',
    uncached: true,
    env: async () => ({ FUZZ_RUNS: process.env.FUZZ_RUNS ?? '5000' }),
  },
  {
    name: 'chaos',
    command: ['node', 'apps/chaos/bin/chaos.js', '--seed', '1', '--minutes', '3', '--runs', '4'],
  },
  {
    name: 'Kafka 3.9',
    kind: 'integration',
    only: [consumer],
    ownKafka: true,
    env: async () => ({ LOCAL_KAFKA_VERSION: '3.9' }),
  },
  { name: 'unit, Node 24', kind: 'unit', uncached: true, env: newerNode },
  { name: 'integration, Node 24', kind: 'integration', env: newerNode },
  // What is deployed, by the tools and schemas that are meant for it.
  { name: 'Dockerfile steps', command: ['node', 'scripts/deploy-checks/run-dockerfile.js'] },
  { name: 'deploy schemas', command: ['node', 'scripts/deploy-checks/check-schemas.js'] },
  { name: 'systemd unit', command: ['node', 'scripts/deploy-checks/check-systemd.js'] },
  { name: 'alert rules', command: ['node', 'scripts/deploy-checks/check-prometheus.js'] },
  { name: 'workflows', command: ['node', 'scripts/deploy-checks/check-workflows.js'] },
  { name: 'release', command: ['pnpm', 'release', '--dry-run'] },
];
