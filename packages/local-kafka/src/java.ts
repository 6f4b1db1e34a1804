import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { LocalKafkaError } from './errors.js';

const run = promisify(execFile);

/** The oldest Java that Kafka 4 brokers run on. */
export const OLDEST_JAVA = 17;

/** The major version in what `java -version` prints; undefined where there is none. `1.8.0_1` is 8. */
export function javaMajorVersion(printed: string): number | undefined {
  const found = /version "(\d+)(?:\.(\d+))?/.exec(printed);
  if (found === null) return undefined;
  const first = Number(found[1]);
  return first === 1 ? Number(found[2]) : first;
}

/**
 * The `java` command to use: the one of `JAVA_HOME` where that is set, else the one on the PATH.
 *
 * @throws {@link LocalKafkaError} `LOCAL_KAFKA_NO_JAVA` where it is missing or too old
 */
export async function findJava(env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const command = env.JAVA_HOME ? join(env.JAVA_HOME, 'bin', 'java') : 'java';
  const remedy = `install a JDK or JRE ${OLDEST_JAVA} (Debian and Ubuntu: openjdk-17-jre-headless) and put it on the PATH, or point JAVA_HOME at it`;
  let printed: string;
  try {
    const { stdout, stderr } = await run(command, ['-version'], { env });
    printed = stdout + stderr;
  } catch {
    throw new LocalKafkaError(
      'LOCAL_KAFKA_NO_JAVA',
      `Java ${OLDEST_JAVA} is needed to run Kafka and \`${command}\` does not run: ${remedy}.`,
    );
  }
  const major = javaMajorVersion(printed);
  if (major === undefined || major < OLDEST_JAVA) {
    throw new LocalKafkaError(
      'LOCAL_KAFKA_NO_JAVA',
      `Kafka 4 needs Java ${OLDEST_JAVA} or later and \`${command}\` is ${major ?? 'of an unknown version'}: ${remedy}.`,
    );
  }
  return command;
}
