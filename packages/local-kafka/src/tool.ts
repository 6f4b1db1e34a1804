import { spawn } from 'node:child_process';
import { toolArguments } from './broker-process.js';
import { LocalKafkaError } from './errors.js';
import { kafkaClassPath } from './jars.js';
import { findJava } from './java.js';
import { kafkaVersion } from './kafka-version.js';

/**
 * Runs one of Kafka's own command-line tools from the same jars, and answers what it printed.
 *
 * @param mainClass - by its name in the newest version, for example `org.apache.kafka.tools.ProducerPerformance`
 * @param input - what the tool reads from its standard input
 * @throws {@link LocalKafkaError} `LOCAL_KAFKA_TOOL` with the tool's last words where it exits with anything but 0
 */
export async function runKafkaTool(
  mainClass: string,
  args: readonly string[],
  input: string | Buffer = '',
): Promise<string> {
  const java = await findJava();
  const classPath = await kafkaClassPath();
  const child = spawn(java, toolArguments(classPath, kafkaVersion().toolClass(mainClass), args), {
    stdio: 'pipe',
  });
  const printed: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => printed.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => printed.push(chunk));
  // A tool that ends early closes the pipe; its exit code tells more than EPIPE does.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const text = Buffer.concat(printed).toString();
  if (code !== 0) {
    throw new LocalKafkaError(
      'LOCAL_KAFKA_TOOL',
      `${mainClass} exited with ${code}: ${text.trim().split('\n').slice(-3).join(' | ')}`,
    );
  }
  return text;
}
