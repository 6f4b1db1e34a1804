import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { LocalKafkaError } from './errors.js';

/** Tools that stand in another package in older versions. */
const olderNames: Readonly<Record<string, string>> = {
  'org.apache.kafka.tools.AclCommand': 'kafka.admin.AclCommand',
  'org.apache.kafka.tools.ConsoleProducer': 'kafka.tools.ConsoleProducer',
};

/** Which Kafka is started: the newest that we test, or the one that `LOCAL_KAFKA_VERSION` names. */
export interface KafkaVersion {
  /** Maven's list of its jars. */
  readonly pom: string;
  /** The main class of a tool, by the name that it has in the newest version. */
  toolClass(name: string): string;
}

/**
 * @param env - `LOCAL_KAFKA_VERSION`: `3.9`, `3.3`, or another one with a folder below `maven/`; empty for the newest
 * @throws {@link LocalKafkaError} `LOCAL_KAFKA_VERSION`
 */
export function kafkaVersion(env: NodeJS.ProcessEnv = process.env): KafkaVersion {
  const wanted = env.LOCAL_KAFKA_VERSION;
  const folder = wanted ? `kafka-${wanted}/` : '';
  const pom = fileURLToPath(new URL(`../maven/${folder}pom.xml`, import.meta.url));
  if (wanted && !(/^\d+\.\d+$/.test(wanted) && existsSync(pom))) {
    throw new LocalKafkaError(
      'LOCAL_KAFKA_VERSION',
      `There is no list of jars for Kafka "${wanted}": set LOCAL_KAFKA_VERSION to 3.9, or add maven/kafka-${wanted}/pom.xml.`,
    );
  }
  return { pom, toolClass: (name) => (wanted ? (olderNames[name] ?? name) : name) };
}
