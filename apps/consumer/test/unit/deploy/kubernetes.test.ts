import { readdirSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { leastContainer, workerMemory } from '../../../src/supervisor/worker-memory.js';
import { config, text, yaml } from './deploy-folder.js';

const folder = new URL('../../../deploy/kubernetes/', import.meta.url);
const name = 'kafka-splunk-consumer';
const labels = { 'app.kubernetes.io/name': name };
const conf = config('kubernetes/kafka_consumer.yml');

interface Kustomization {
  resources: string[];
  configMapGenerator: { name: string; files: string[] }[];
}
interface Deployment {
  spec: {
    replicas?: number;
    selector: { matchLabels: object };
    template: { metadata: { labels: object }; spec: PodSpec };
  };
}
interface Container {
  args: string[];
  resources: { limits: { cpu: string; memory: string } };
  securityContext: object;
  volumeMounts: { mountPath: string }[];
}
interface PodSpec {
  topologySpreadConstraints: { labelSelector: object }[];
  securityContext: { runAsUser: number; runAsNonRoot: boolean };
  containers: [Container];
  volumes: { name: string; configMap?: { name: string }; secret?: { secretName: string } }[];
}
interface ScaledObject {
  spec: {
    scaleTargetRef: { name: string };
    minReplicaCount: number;
    fallback: { replicas: number };
    triggers: [{ type: string; metadata: Record<string, string> }];
  };
}

const deployment = yaml<Deployment>('kubernetes/deployment.yaml').spec;
const pod = deployment.template.spec;
const scaled = yaml<ScaledObject>('kubernetes/scaled-object.yaml').spec;

test('the kustomization names every file that is there', () => {
  const { resources, configMapGenerator } = yaml<Kustomization>('kubernetes/kustomization.yaml');
  const named = [...resources, ...configMapGenerator.flatMap(({ files }) => files), 'kustomization.yaml'];
  expect(named.sort()).toEqual(readdirSync(folder).sort());
});

test('everything selects these pods, and nobody but KEDA says how many', () => {
  const budget = yaml<{ spec: { selector: object } }>('kubernetes/pod-disruption-budget.yaml').spec;
  const policy = yaml<{ spec: { podSelector: object } }>('kubernetes/network-policy.yaml').spec;
  for (const selector of [
    deployment.selector,
    budget.selector,
    policy.podSelector,
    ...pod.topologySpreadConstraints.map(({ labelSelector }) => labelSelector),
  ]) {
    expect(selector).toEqual({ matchLabels: labels });
  }
  expect(deployment.template.metadata.labels).toEqual(labels);
  expect(deployment.replicas).toBeUndefined();
  expect(scaled.scaleTargetRef.name).toBe(name);
});

test('KEDA looks at the lag of this group, on these topics and brokers', () => {
  const [{ type, metadata }] = scaled.triggers;
  expect(type).toBe('kafka');
  expect(metadata).toMatchObject({
    consumerGroup: conf.kafka.group,
    topic: conf.kafka.topics.join(','),
    bootstrapServers: conf.kafka.brokers.join(','),
  });
  expect(scaled.fallback.replicas).toBe(scaled.minReplicaCount);
});

test('config, token and dead letters are where the pod mounts them', () => {
  const [{ args, volumeMounts }] = pod.containers;
  const mounted = (path: string) => volumeMounts.some(({ mountPath }) => path.startsWith(`${mountPath}/`));
  expect(args).toEqual(['-c', '/etc/kafka-splunk-consumer/kafka_consumer.yml']);
  expect(text('Dockerfile')).toContain(`\nCMD ${JSON.stringify(args).replace(',', ', ')}\n`);
  const token = /token_file: (\S+)/.exec(text('kubernetes/kafka_consumer.yml'))?.[1] ?? '';
  expect([args[1] ?? '', token, conf.deadLetters.directory].map(mounted)).toEqual([true, true, true]);
  expect(token.split('/').at(-1)).toBe('hec-token');
  expect(Object.keys(yaml<{ stringData: object }>('kubernetes/secret.yaml').stringData)).toEqual([
    'hec-token',
  ]);
  expect(pod.volumes.map(({ configMap, secret }) => configMap?.name ?? secret?.secretName)).toEqual([
    name,
    name,
    undefined,
  ]);
});

test('dead letters survive a pod: they go to a topic', () => {
  expect(conf.deadLetters.topic).toEqual(expect.any(String));
});

test('it runs as the user of the image, without rights, on a file system it cannot write', () => {
  expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 1000 });
  expect(text('Dockerfile')).toContain('\nUSER 1000:1000\n');
  expect(pod.containers[0].securityContext).toEqual({
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  });
});

test('the pod may take what its workers and their memory need', () => {
  const { limits } = pod.containers[0].resources;
  const workers = Number(limits.cpu);
  const needed = leastContainer(workerMemory(conf.general, workers, undefined), workers);
  expect(conf.general.workers).toBe('auto');
  expect(limits.memory).toMatch(/^\d+Gi$/);
  expect(Number.parseInt(limits.memory, 10) * 1024 ** 3).toBeGreaterThan(needed);
});
