import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { LocalKafkaError } from './errors.js';
import { kafkaVersion } from './kafka-version.js';

const run = promisify(execFile);
/** Ignored by git, gone with `node_modules`; the jars themselves stay in Maven's own repository. */
const cacheFolder = fileURLToPath(new URL('../node_modules/.cache/local-kafka', import.meta.url));

const RESOLVE = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath';

async function exist(paths: readonly string[]): Promise<boolean> {
  const found = await Promise.all(
    paths.map((path) =>
      access(path).then(
        () => true,
        () => false,
      ),
    ),
  );
  return found.every(Boolean);
}

/**
 * The class path of Kafka's jars. The first time Maven fetches them (some 100 MB, into its own repository); after
 * that the list is read back, as long as every jar on it is still there.
 *
 * @param onProgress - told before Maven starts
 * @throws {@link LocalKafkaError} `LOCAL_KAFKA_NO_MAVEN`, `LOCAL_KAFKA_JARS`, `LOCAL_KAFKA_VERSION`
 */
export async function kafkaClassPath(onProgress: (line: string) => void = () => {}): Promise<string> {
  const { pom } = kafkaVersion();
  const key = createHash('sha256')
    .update(await readFile(pom))
    .digest('hex')
    .slice(0, 16);
  const cached = join(cacheFolder, `${key}.classpath`);
  const known = await readFile(cached, 'utf8').catch(() => undefined);
  if (known !== undefined && (await exist(known.split(delimiter)))) return known;

  onProgress("fetching Kafka's jars through Maven (the first time only)");
  await mkdir(cacheFolder, { recursive: true });
  // Two processes may resolve at once: each writes a file of its own and the rename decides.
  const fresh = `${cached}.${process.pid}`;
  try {
    await run('mvn', ['-q', '-B', '-f', pom, RESOLVE, `-Dmdep.outputFile=${fresh}`], {
      maxBuffer: 16 * 1024 * 1024,
    });
  } catch (error) {
    const failure = error as { code?: unknown; stdout?: string };
    if (failure.code === 'ENOENT') {
      throw new LocalKafkaError(
        'LOCAL_KAFKA_NO_MAVEN',
        "Maven is needed to fetch Kafka's jars and `mvn` is not on the PATH: install it (Debian and Ubuntu: maven).",
      );
    }
    const reason =
      (failure.stdout ?? '').split('\n').find((line) => line.includes('ERROR')) ?? 'it gave no reason';
    throw new LocalKafkaError(
      'LOCAL_KAFKA_JARS',
      `Maven could not fetch Kafka's jars (${reason.trim()}): check that it reaches its repository, then try again.`,
    );
  }
  const classPath = (await readFile(fresh, 'utf8')).trim();
  await writeFile(fresh, classPath);
  await rename(fresh, cached);
  return classPath;
}
