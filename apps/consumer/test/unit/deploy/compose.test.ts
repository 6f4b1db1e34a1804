import { expect, test } from '@jest/globals';
import { config, text, yaml } from './deploy-folder.js';

interface Service {
  image?: string;
  healthcheck?: { test: string[] };
  depends_on?: Record<string, { condition: string }>;
  command?: string[];
  environment?: Record<string, string>;
  volumes?: string[];
}
interface Compose {
  services: Record<'kafka' | 'topics' | 'splunk' | 'consumer', Service>;
  volumes: object;
}

const { services, volumes } = yaml<Compose>('compose/compose.yaml');
const conf = config('compose/kafka_consumer.yml');

test('every variable that it needs stands in .env.example, and no secret has a value', () => {
  const needed = new Set([...text('compose/compose.yaml').matchAll(/\$\{(\w+)/g)].map(([, name]) => name));
  const lines = text('compose/.env.example')
    .split('\n')
    .filter((line) => /^\w/.test(line));
  expect(lines.map((line) => line.split('=')[0]).sort()).toEqual([...needed].sort());
  for (const line of lines) expect(line).toMatch(/=$/);
});

test('the program finds Kafka, its topics and Splunk', () => {
  expect(services.kafka.environment?.KAFKA_ADVERTISED_LISTENERS).toBe(`PLAINTEXT://${conf.kafka.brokers[0]}`);
  expect(services.topics.command).toContain(`--topic=${conf.kafka.topics.join()}`);
  expect(text('compose/kafka_consumer.yml')).toContain('urls: [https://splunk:8088]');
});

test('what others wait for has a health check, and images have a version', () => {
  for (const { depends_on: waits = {} } of Object.values(services)) {
    for (const [name, { condition }] of Object.entries(waits)) {
      const { healthcheck } = services[name as keyof typeof services];
      if (condition === 'service_healthy') expect([name, healthcheck]).toEqual([name, expect.anything()]);
    }
  }
  expect(services.kafka.image).toBe(services.topics.image);
  for (const { image } of [services.kafka, services.splunk]) expect(image).toMatch(/:\d+\.\d+\.\d+$/);
  expect(text('Dockerfile')).toMatch(/^ARG NODE_IMAGE=node:\d+\.\d+\.\d+-\S+$/m);
});

test('what must outlive a container is in a named volume', () => {
  const named = Object.values(services)
    .flatMap(({ volumes: mounts = [] }) => mounts)
    .filter((mount) => !mount.startsWith('.'))
    .map((mount) => mount.split(':')[0]);
  expect(named.sort()).toEqual(Object.keys(volumes).sort());
  expect(services.consumer.volumes).toContain('dead-letters:/var/lib/kafka-splunk-consumer');
  expect(conf.deadLetters.directory).toMatch(/^\/var\/lib\/kafka-splunk-consumer\//);
});
