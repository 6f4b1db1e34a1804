import { expect, test } from '@jest/globals';
import { routeOf } from '../../../src/admin/routes.js';
import { exitCodes } from '../../../src/cli/exit-codes.js';
import { config, text, yaml } from './deploy-folder.js';

interface Compose {
  services: { consumer: { stop_grace_period: string; ports: string[]; volumes: string[] } };
}
interface Probe {
  httpGet: { path: string; port: string };
}
interface Container extends Record<'livenessProbe' | 'readinessProbe' | 'startupProbe', Probe> {
  ports: { name: string; containerPort: number }[];
}
interface Deployment {
  spec: {
    template: {
      metadata: { annotations: Record<string, string> };
      spec: { terminationGracePeriodSeconds: number; containers: [Container] };
    };
  };
}

const composeConfig = config('compose/kafka_consumer.yml');
const kubernetesConfig = config('kubernetes/kafka_consumer.yml');
const compose = yaml<Compose>('compose/compose.yaml').services.consumer;
const pod = yaml<Deployment>('kubernetes/deployment.yaml').spec.template;
const [container] = pod.spec.containers;
const unit = text('systemd/kafka-splunk-consumer.service');
const dockerfile = text('Dockerfile');
const defaultDrainSeconds = 25;
const spareSeconds = 5;

test('whoever stops the program waits for its drain deadline, and five seconds more', () => {
  expect(compose.stop_grace_period).toBe(`${composeConfig.general.drainDeadlineMs / 1000 + spareSeconds}s`);
  expect(pod.spec.terminationGracePeriodSeconds).toBe(
    kubernetesConfig.general.drainDeadlineMs / 1000 + spareSeconds,
  );
  expect(unit).toContain(`\nTimeoutStopSec=${defaultDrainSeconds + spareSeconds}s\n`);
});

test('systemd ends the supervisor alone, keeps the rest when a worker dies, and knows the exit codes', () => {
  expect(unit).toContain('\nKillMode=mixed\n');
  expect(unit).toContain('\nOOMPolicy=continue\n');
  expect(unit).toContain(`\nRestartPreventExitStatus=${exitCodes.usage}\n`);
  expect(unit).toContain('\nExecReload=/bin/kill -HUP $MAINPID\n');
});

test('every probe asks for a path that the admin server has, at its port', () => {
  const probes = [container.livenessProbe, container.readinessProbe, container.startupProbe];
  const healthcheck = /fetch\('http:\/\/127\.0\.0\.1:(\d+)([^']*)'\)/.exec(dockerfile);
  const paths = [...probes.map(({ httpGet }) => httpGet.path), healthcheck?.[2] ?? ''];
  const scraped = pod.metadata.annotations['prometheus.io/path'] ?? '';
  for (const path of [...paths, scraped]) {
    expect([path, routeOf(path, { page: new Map() } as unknown as Parameters<typeof routeOf>[1])]).toEqual([
      path,
      expect.any(Function),
    ]);
  }
  expect(probes.map(({ httpGet }) => httpGet.port)).toEqual(['admin', 'admin', 'admin']);
  const { port } = kubernetesConfig.admin ?? {};
  expect(container.ports).toEqual([{ name: 'admin', containerPort: port }]);
  expect(pod.metadata.annotations['prometheus.io/port']).toBe(String(port));
  expect(healthcheck?.[1]).toBe(String(port));
  expect(dockerfile).toContain(`\nEXPOSE ${port}\n`);
  expect(compose.ports).toEqual([`127.0.0.1:${composeConfig.admin?.port}:${composeConfig.admin?.port}`]);
});

test('liveness never asks whether Splunk or Kafka is there', () => {
  expect(container.livenessProbe.httpGet.path).toBe('/livez');
  expect(container.startupProbe.httpGet.path).toBe('/livez');
  expect(container.readinessProbe.httpGet.path).toBe('/readyz');
  expect(dockerfile).toContain('/livez');
});
