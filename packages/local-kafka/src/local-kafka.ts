import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrokerProcess, type JavaCommand, propertiesFile, startBroker } from './broker-process.js';
import { LocalKafkaError } from './errors.js';
import { kafkaClassPath } from './jars.js';
import { findJava } from './java.js';
import { type BrokerPorts, scramArguments } from './listeners.js';
import type { LocalKafkaOptions } from './options.js';
import { freePorts } from './ports.js';
import { serverProperties } from './server-properties.js';
import { runKafkaTool } from './tool.js';

/** A running Kafka. */
export interface LocalKafka {
  /** `host:port` of every broker's PLAINTEXT listener. */
  readonly bootstrap: readonly string[];
  /** `host:port` of every broker's TLS listener; empty without one. */
  readonly tlsBootstrap: readonly string[];
  /** `host:port` of every broker's SASL listener without TLS; empty without one. */
  readonly saslBootstrap: readonly string[];
  /** `host:port` of every broker's SASL listener over TLS; empty without one. */
  readonly saslTlsBootstrap: readonly string[];
  /** Where a broker keeps its partitions, one directory each. */
  dataDirectory(broker: number): string;
  /** SIGKILL: what a power cut does. Resolves when the process is gone. */
  kill(broker: number): Promise<void>;
  /** Sends a signal to a broker: SIGSTOP makes it hang, SIGCONT goes on. */
  signal(broker: number, signal: NodeJS.Signals): void;
  /** Starts a killed broker again on its old data and ports; resolves when it serves. */
  restart(broker: number): Promise<void>;
  /** Ends every broker and removes the data. Safe to call twice. */
  stop(): Promise<void>;
}

const CLUSTER_ID = 'a2Fma2Etc3BsdW5rLTAwMQ';

/**
 * Starts a real Apache Kafka in KRaft mode: free ports, a temporary directory of its own. Brokers are numbered from 1.
 * They end with this process, however it ends. The directory with the logs is kept when a start fails.
 *
 * @throws {@link LocalKafkaError} `LOCAL_KAFKA_NO_JAVA`, `LOCAL_KAFKA_NO_MAVEN`, `LOCAL_KAFKA_JARS`, `LOCAL_KAFKA_VERSION`,
 * `LOCAL_KAFKA_START`
 */
export async function startKafka(options: LocalKafkaOptions = {}): Promise<LocalKafka> {
  const count = options.brokers ?? 1;
  const onProgress = options.onProgress ?? (() => {});
  const command: JavaCommand = { java: await findJava(), classPath: await kafkaClassPath(onProgress) };
  const home = await mkdtemp(join(tmpdir(), 'local-kafka-'));
  const numbers = await freePorts(count * 5);
  const ports = Array.from(
    { length: count },
    (_, index): BrokerPorts => ({
      plain: numbers[index * 5] as number,
      controller: numbers[index * 5 + 1] as number,
      tls: numbers[index * 5 + 2] as number,
      sasl: numbers[index * 5 + 3] as number,
      saslTls: numbers[index * 5 + 4] as number,
    }),
  );
  const ids = ports.map((_, index) => index + 1);

  const running = new Map<number, BrokerProcess>();
  const killAll = (): void => {
    for (const broker of running.values()) broker.kill('SIGKILL');
  };
  // The last resort for a process that ends without stop(): synchronous, as an exit handler must be.
  const onExit = (): void => {
    killAll();
    rmSync(home, { recursive: true, force: true });
  };
  process.once('exit', onExit);

  onProgress(count === 1 ? 'starting Kafka' : `starting ${count} Kafka brokers`);
  await Promise.all(
    ids.map(async (id) => {
      const logs = join(home, `broker-${id}`);
      await mkdir(logs);
      await writeFile(propertiesFile(home, id), serverProperties(id, ports, logs, options), { mode: 0o600 });
      await runKafkaTool('kafka.tools.StorageTool', [
        'format',
        '--cluster-id',
        CLUSTER_ID,
        '--config',
        propertiesFile(home, id),
        ...scramArguments(options),
      ]);
    }),
  );

  const launch = async (id: number): Promise<void> => {
    const broker = startBroker(command, home, id);
    running.set(id, broker);
    await broker.ready;
  };

  try {
    await Promise.all(ids.map(launch));
  } catch (error) {
    killAll();
    process.removeListener('exit', onExit);
    const reason = error instanceof Object && 'message' in error ? String(error.message) : String(error);
    throw new LocalKafkaError(
      'LOCAL_KAFKA_START',
      `Kafka did not start (${reason}): its logs are kept in ${home}.`,
    );
  }

  const { tls, sasl } = options.listeners ?? {};
  const addresses = (there: unknown, which: keyof BrokerPorts) =>
    there ? ports.map((port) => `127.0.0.1:${port[which]}`) : [];
  return {
    bootstrap: addresses(true, 'plain'),
    tlsBootstrap: addresses(tls, 'tls'),
    saslBootstrap: addresses(sasl, 'sasl'),
    saslTlsBootstrap: addresses(sasl && tls, 'saslTls'),
    dataDirectory: (id) => join(home, `broker-${id}`),
    async kill(id) {
      const broker = running.get(id);
      broker?.kill('SIGKILL');
      await broker?.exited;
    },
    signal: (id, signal) => running.get(id)?.kill(signal),
    restart: launch,
    async stop() {
      process.removeListener('exit', onExit);
      killAll();
      await Promise.all([...running.values()].map((broker) => broker.exited));
      await rm(home, { recursive: true, force: true });
    },
  };
}
